import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { OutputSource } from '../../playground/session/types.ts';
import type { LogLine } from './log-buffer.ts';
import { layOutLog, lineAtRow } from './log-layout.ts';
import { linkPositions, type Position } from './positions.ts';

interface Props {
  readonly lines: readonly LogLine[];
  readonly files: readonly string[];
  readonly onJump: (position: Position) => void;
}

/** What a reader knows each source as. */
export const sourceNames: Record<OutputSource, string> = {
  server: 'server',
  preview: 'page',
  edge: 'edge',
  lab: 'lab',
  checks: 'checks',
  session: 'machine',
};

const rowHeight = 20;
const overscan = 12;

function clock(at: number): string {
  const date = new Date(at);
  return `${date.toTimeString().slice(0, 8)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

function Line({ line, top, files, onJump }: Omit<Props, 'lines'> & { readonly line: LogLine; readonly top: number }) {
  return (
    <div class="log-line" data-level={line.level} data-source={line.source} style={{ top: `${top}px` }}>
      <span class="log-time">{clock(line.at)}</span>
      <span class="log-source">{line.process ?? sourceNames[line.source]}</span>
      <span class="log-text">
        {linkPositions(line.text, files).map(({ text, position }) =>
          position ? (
            // A button would not wrap with the text around it.
            <a
              class="log-link"
              href={`#${position.file}:${position.line}`}
              onClick={(event) => {
                event.preventDefault();
                onJump(position);
              }}
            >
              {text}
            </a>
          ) : (
            text
          ),
        )}
      </span>
    </div>
  );
}

/** The lines that are in sight, out of thousands. It follows the end until the reader scrolls up. */
export function LogView({ lines, files, onJump }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLSpanElement>(null);
  const following = useRef(true);
  const [size, setSize] = useState({ height: 400, columns: 80 });
  const [scroll, setScroll] = useState(0);
  const layout = useMemo(() => layOutLog(lines, size.columns), [lines, size.columns]);
  const rows = layout.offsets.at(-1) ?? 0;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const width = ruler.current?.parentElement?.clientWidth ?? 0;
      const tenCharacters = ruler.current?.getBoundingClientRect().width ?? 0;
      if (width === 0 || tenCharacters === 0) return;
      setSize({ height: element.clientHeight, columns: Math.max(10, Math.floor((10 * width) / tenCharacters)) });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (box.current && following.current) box.current.scrollTop = box.current.scrollHeight;
  }, [rows, size.height]);

  const first = Math.max(0, lineAtRow(layout, Math.floor(scroll / rowHeight)) - overscan);
  const last = Math.min(lines.length, lineAtRow(layout, Math.ceil((scroll + size.height) / rowHeight)) + overscan);
  return (
    <div
      ref={box}
      class="log"
      role="log"
      aria-live="off"
      aria-label="Output"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        following.current = scrollHeight - scrollTop - clientHeight < rowHeight;
        setScroll(scrollTop);
      }}
    >
      <div class="log-line log-ruler" aria-hidden="true">
        <span class="log-time" />
        <span class="log-source" />
        <span class="log-text">
          <span ref={ruler}>{'0'.repeat(10)}</span>
        </span>
      </div>
      <div class="log-lines" style={{ height: `${rows * rowHeight}px` }}>
        {lines.slice(first, last).map((line, index) => (
          <Line
            key={line.id}
            line={line}
            top={(layout.offsets[first + index] ?? 0) * rowHeight}
            files={files}
            onJump={onJump}
          />
        ))}
      </div>
    </div>
  );
}
