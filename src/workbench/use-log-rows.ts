import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Bench } from './bench.ts';
import { type LogFilter, LogRows } from './log-rows.ts';

/** How long one look at new lines may take, in milliseconds: a frame has 16. */
const sliceMs = 8;

/** The log's lines that pass `filter`. The component is rendered again whenever there are more, or others. */
export function useLogRows(bench: Bench, filter: LogFilter): LogRows {
  const rows = useMemo(() => new LogRows(bench.log), [bench]);
  const [, setVersion] = useState(0);
  const version = bench.logVersion.value;

  useMemo(() => {
    rows.filter = filter;
  }, [rows, filter]);

  // Looked at before the first picture, as far as that can be: what was printed must not flash in.
  const done = useMemo(() => rows.advance(performance.now() + sliceMs), [rows, filter, version]);

  useEffect(() => {
    if (done) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const goOn = () => {
      if (!rows.advance(performance.now() + sliceMs)) timer = setTimeout(goOn, 0);
      setVersion((before) => before + 1);
    };
    timer = setTimeout(goOn, 0);
    return () => clearTimeout(timer);
  }, [rows, filter, version, done]);

  return rows;
}
