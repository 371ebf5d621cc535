import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Span, styledSpans } from './ansi.ts';
import { type LogLine, processName } from './log-buffer.ts';
import type { LogRows } from './log-rows.ts';
import { LogWindow, rowHeight } from './log-window.ts';
import { linkPositions, type Position } from './positions.ts';

interface Props {
  readonly rows: LogRows;
  /** The rows' own, so that this is drawn again when they change. */
  readonly revision: number;
  readonly files: readonly string[];
  readonly onJump: (position: Position) => void;
}

const overscan = 12;

function clock(at: number): string {
  const date = new Date(at);
  return `${date.toTimeString().slice(0, 8)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** The part of each style from `start` to `end`, in characters of the line. */
function styled(spans: readonly Span[], start: number, end: number) {
  let at = 0;
  return spans.map((span) => {
    const text = span.text.slice(Math.max(0, start - at), Math.max(0, end - at));
    at += span.text.length;
    if (text === '') return null;
    if (span.classes === '' && span.colour === null) return text;
    return (
      <span key={at} class={span.classes || undefined} style={span.colour ? { '--ansi': span.colour } : undefined}>
        {text}
      </span>
    );
  });
}

function LineText({ text, files, onJump }: { readonly text: string } & Omit<Props, 'rows' | 'revision'>) {
  const spans = styledSpans(text);
  let at = 0;
  return linkPositions(spans.map((span) => span.text).join(''), files).map(({ text: piece, position }) => {
    const start = at;
    at += piece.length;
    const content = styled(spans, start, at);
    if (!position) return content;
    return (
      // A button would not wrap with the text around it.
      <a
        key={start}
        class="log-link"
        href={`#${position.file}:${position.line}`}
        onClick={(event) => {
          event.preventDefault();
          onJump(position);
        }}
      >
        {content}
      </a>
    );
  });
}

interface LineProps extends Omit<Props, 'rows' | 'revision'> {
  readonly line: LogLine;
  readonly top: number;
}

function Line({ line, top, files, onJump }: LineProps) {
  return (
    <div class="log-line" data-level={line.level} data-source={line.source} style={{ top: `${top}px` }}>
      <span class="log-time">{clock(line.at)}</span>
      <span class="log-source">{processName(line)}</span>
      <span class="log-text">
        <LineText text={line.text} files={files} onJump={onJump} />
      </span>
    </div>
  );
}

/** The lines that are in sight, out of a million. It follows the end until the reader scrolls up. */
export function LogView({ rows, files, onJump }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLSpanElement>(null);
  const following = useRef(true);
  const lastScroll = useRef(0);
  const [size, setSize] = useState({ height: 400, columns: 80 });
  const [scroll, setScroll] = useState(0);
  rows.columns = size.columns;
  const view = new LogWindow(rows.rows, size.height);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
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
    if (!box.current || !following.current) return;
    box.current.scrollTop = box.current.scrollHeight;
    setScroll(box.current.scrollTop);
  }, [rows.rows, size.height]);

  const offset = view.offset(scroll);
  const first = Math.max(0, rows.indexAt(Math.floor(offset / rowHeight)) - overscan);
  const last = Math.min(rows.count, rows.indexAt(Math.ceil((offset + size.height) / rowHeight)) + overscan);
  const visible = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
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
        // Content that grows moves the end away, but only a reader moves up.
        const atEnd = scrollHeight - scrollTop - clientHeight < rowHeight;
        following.current = atEnd || (following.current && scrollTop >= lastScroll.current);
        lastScroll.current = scrollTop;
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
      <div class="log-lines" style={{ height: `${view.scrollHeight}px` }}>
        {visible.map((index) => {
          const line = rows.line(index);
          if (!line) return null;
          const top = rows.rowOf(index) * rowHeight - offset + scroll;
          return <Line key={line.id} line={line} top={top} files={files} onJump={onJump} />;
        })}
      </div>
    </div>
  );
}
