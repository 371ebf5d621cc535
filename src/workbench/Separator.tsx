import { useEffect, useRef, useState } from 'preact/hooks';
import { readPreference, writePreference } from './preferences.ts';

interface Props {
  readonly label: string;
  /** `vertical` stands between left and right. */
  readonly orientation: 'vertical' | 'horizontal';
  /** The custom property on the document that holds the first pane's share; also the name it is remembered by. */
  readonly property: `--${string}`;
  /** Percent. */
  readonly initial: number;
  readonly min: number;
  readonly max: number;
}

const step = 2;

/** Moves the border between two panes, by pointer or arrow keys. https://www.w3.org/WAI/ARIA/apg/patterns/windowsplitter/ */
export function Separator({ label, orientation, property, initial, min, max }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(initial);
  const [dragging, setDragging] = useState(false);

  const apply = (percent: number) => {
    const next = Math.round(Math.min(max, Math.max(min, percent)) * 10) / 10;
    document.documentElement.style.setProperty(property, `${next}%`);
    writePreference(property, String(next));
    setShare(next);
  };

  useEffect(() => {
    const remembered = Number(readPreference(property));
    if (remembered) setShare(Math.min(max, Math.max(min, remembered)));
  }, [property, min, max]);

  const follow = (event: PointerEvent) => {
    const box = element.current?.parentElement?.closest('[data-split]')?.getBoundingClientRect();
    if (!dragging || !box) return;
    apply(
      orientation === 'vertical'
        ? ((event.clientX - box.left) / box.width) * 100
        : ((event.clientY - box.top) / box.height) * 100,
    );
  };

  const keys: Readonly<Record<string, number>> = {
    [orientation === 'vertical' ? 'ArrowLeft' : 'ArrowUp']: share - step,
    [orientation === 'vertical' ? 'ArrowRight' : 'ArrowDown']: share + step,
    Home: min,
    End: max,
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved
    <div
      ref={element}
      class={`separator separator-${orientation}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(share)}
      aria-valuemin={min}
      aria-valuemax={max}
      data-dragging={dragging || undefined}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        document.documentElement.dataset.dragging = orientation;
        setDragging(true);
      }}
      onPointerMove={follow}
      onLostPointerCapture={() => {
        delete document.documentElement.dataset.dragging;
        setDragging(false);
      }}
      onDblClick={() => apply(initial)}
      onKeyDown={(event) => {
        const next = keys[event.key];
        if (next === undefined) return;
        event.preventDefault();
        apply(next);
      }}
    />
  );
}
