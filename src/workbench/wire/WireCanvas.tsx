import { effect, type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { announce } from '../announce.ts';
import { grouped } from '../grouped.ts';
import { createFrames } from './frames.ts';
import { pressKey } from './keyboard.ts';
import type { Mark } from './marks.ts';
import { onThemeChange } from './palette.ts';
import { Picture } from './picture.ts';
import { listenToPointer } from './pointer.ts';
import type { WireState } from './wire-state.ts';
import { markDetail, markTitle, moment } from './words.ts';

interface Props {
  readonly state: WireState;
  /** Changes whenever the model did. */
  readonly version: ReadonlySignal<number>;
  /** Whether time goes on. */
  readonly alive: ReadonlySignal<boolean>;
  readonly peerName: (peer: string) => string;
}

interface Tip {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

function sentence(mark: Mark): string {
  const who = mark.lane === null ? '' : `#${mark.lane.number}, `;
  return `${who}${moment(mark.at)}: ${markTitle(mark)}. ${markDetail(mark).slice(0, 200)}`;
}

/** In the corner that the axis leaves free. */
function Count({ state, version }: Pick<Props, 'state' | 'version'>) {
  void version.value;
  const { open, events } = state.model;
  return (
    <p class="wire-count">
      <span>{grouped(open)} open</span>{' '}
      <span>
        {grouped(events)} {events === 1 ? 'event' : 'events'}
      </span>
    </p>
  );
}

/** The picture of the wire, drawn anew in each frame in which something moves. */
export function WireCanvas({ state, version, alive, peerName }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = useRef<Picture | null>(null);
  const tip = useSignal<Tip | null>(null);
  const help = useId();

  useEffect(() => {
    if (!box.current || !content.current || !canvas.current) return undefined;
    const [frame, inner] = [box.current, content.current];
    const drawn = new Picture(canvas.current, state, peerName);
    picture.current = drawn;
    const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');
    let seen = true;
    const draw = () => {
      drawn.calm = lessMotion.matches;
      drawn.draw();
      const height = `${drawn.contentHeight}px`;
      if (inner.style.height !== height) inner.style.height = height;
    };
    const moves = () => seen && alive.peek() && state.follows.peek() && state.pausedAt.peek() === null;
    const frames = createFrames(draw, moves, () => lessMotion.matches);
    const onScroll = () => {
      drawn.scrollTop = frame.scrollTop;
      frames.request();
    };
    const sizes = new ResizeObserver(() => {
      drawn.resize(frame.clientWidth, frame.clientHeight);
      // A canvas that was resized is empty until it is drawn: now, before it is shown, if it ever was.
      if (drawn.lanes.length > 0) draw();
      frames.request();
    });
    sizes.observe(frame);
    const sight = new IntersectionObserver(([entry]) => {
      seen = entry?.isIntersecting ?? true;
      frames.request();
    });
    sight.observe(frame);
    frame.addEventListener('scroll', onScroll);
    const letGo = [
      onThemeChange(() => {
        drawn.recolour();
        frames.request();
      }),
      listenToPointer(frame, drawn, state, {
        onHover(mark, x, y) {
          frame.style.cursor = mark ? 'pointer' : '';
          tip.value = mark ? { text: sentence(mark), x, y } : null;
          if (drawn.hovered === mark) return;
          drawn.hovered = mark;
          frames.request();
        },
      }),
      effect(() => {
        void [version.value, alive.value, state.span.value, state.follows.value, state.filter.value];
        void [state.pausedAt.value, state.view()];
        frames.request();
      }),
      effect(() => {
        const mark = state.picked.value;
        frames.request();
        const scroll = mark?.lane ? drawn.scrollFor(mark.lane) : null;
        if (scroll !== null) frame.scrollTop = scroll;
      }),
    ];
    return () => {
      frames.stop();
      sizes.disconnect();
      sight.disconnect();
      frame.removeEventListener('scroll', onScroll);
      for (const release of letGo) release();
    };
  }, [state, version, alive, peerName, tip]);

  return (
    <div class="wire-stage">
      <div
        ref={box}
        class="wire-picture"
        role="application"
        aria-label="Picture of the wire"
        aria-describedby={help}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move among the marks
        tabIndex={0}
        onKeyDown={(event) => {
          if (!picture.current || !pressKey(event, state, picture.current)) return;
          event.preventDefault();
          event.stopPropagation();
          const mark = state.picked.peek();
          if (mark && event.key.length > 1) announce(sentence(mark));
        }}
      >
        <div ref={content} class="wire-content">
          <canvas ref={canvas} class="wire-canvas" />
        </div>
      </div>
      <Count state={state} version={version} />
      <p id={help} hidden>
        Left and right go from mark to mark of one client, up and down to another client. Plus and minus zoom, Shift
        with an arrow moves the time, Space pauses, F follows, Escape lets go. The table below says the same in words.
      </p>
      {tip.value && (
        <div
          class="wire-tip"
          style={{ left: `${tip.value.x}px`, top: `${tip.value.y}px` }}
          data-left={tip.value.x > (box.current?.clientWidth ?? 0) / 2 || undefined}
          aria-hidden="true"
        >
          {tip.value.text}
        </div>
      )}
    </div>
  );
}
