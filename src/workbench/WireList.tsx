import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Bench } from './bench.ts';
import type { WireRow } from './wire-log.ts';

function Row({ row }: { readonly row: WireRow }) {
  return (
    <li class="wire-row" data-kind={row.kind}>
      <span class="wire-time">{(row.at / 1000).toFixed(2)} s</span>
      <span class="wire-mark" aria-hidden="true" />
      <span class="wire-title">{row.title}</span>
      <span class="wire-detail">{row.detail}</span>
      {row.connection !== null && <span class="wire-connection">#{row.connection}</span>}
    </li>
  );
}

/** The wire, newest at the bottom: each connection, what was sent on it, and the gap before the next. */
export function WireList({ bench, empty }: { readonly bench: Bench; readonly empty: string }) {
  const box = useRef<HTMLOListElement>(null);
  const following = useRef(true);
  const version = bench.wireVersion.value;
  // The version stands for the log's content.
  const rows = useMemo(() => bench.wire.rows(), [bench, version]);

  useLayoutEffect(() => {
    if (box.current && following.current) box.current.scrollTop = box.current.scrollHeight;
  }, [rows]);

  if (rows.length === 0) return <p class="empty">{empty}</p>;
  return (
    <ol
      ref={box}
      class="wire-list"
      aria-label="What happened on the wire"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        following.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {rows.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </ol>
  );
}
