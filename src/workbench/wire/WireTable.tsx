import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { FilteredMarks } from './filter.ts';
import type { Mark } from './marks.ts';
import type { WireState } from './wire-state.ts';
import { markDetail, markTitle, moment } from './words.ts';

const rowHeight = 24;
const overscan = 8;

interface RowProps {
  readonly mark: Mark;
  readonly index: number;
  readonly picked: boolean;
  readonly onPick: (mark: Mark) => void;
}

function Row({ mark, index, picked, onPick }: RowProps) {
  return (
    <tr
      class="wire-row"
      data-kind={mark.kind}
      data-replay={mark.kind === 'event' && mark.replay !== 'no' ? mark.replay : undefined}
      aria-rowindex={index + 2}
      aria-current={picked || undefined}
      // The button in it is for keys: a row is the larger target for a pointer.
      onClick={() => onPick(mark)}
    >
      <td class="wire-time">{moment(mark.at)}</td>
      <td class="wire-lane">{mark.lane === null ? 'all' : `#${mark.lane.number}`}</td>
      <td class="wire-what">
        <span class="wire-mark" aria-hidden="true" />
        <button type="button" class="wire-title" onClick={() => onPick(mark)}>
          {markTitle(mark)}
        </button>
        {mark.kind === 'event' && mark.replay !== 'no' && (
          <span class="wire-replay">{mark.replay === 'again' ? 'again' : 'replayed'}</span>
        )}
        {'heldMs' in mark && mark.heldMs >= 20 && <span class="wire-held">held {mark.heldMs} ms</span>}
      </td>
      <td class="wire-detail">{markDetail(mark).slice(0, 300)}</td>
    </tr>
  );
}

/** The first mark after `horizon`, which is the last that shows. */
function endOf(marks: readonly Mark[], horizon: number | null): number {
  if (horizon === null) return marks.length;
  let end = marks.length;
  while (end > 0 && (marks[end - 1]?.at ?? 0) > horizon) end -= 1;
  return end;
}

/** The row of the mark with this number; -1 when it has none. Numbers grow from row to row. */
function rowOf(marks: readonly Mark[], id: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.id ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return marks[low]?.id === id ? low : -1;
}

/** The same in words: every mark a row, newest at the bottom. Only the rows in sight are there. */
export function WireTable({ state, version }: { readonly state: WireState; readonly version: ReadonlySignal<number> }) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const scroll = useSignal(0);
  const height = useSignal(200);
  const filtered = useMemo(() => new FilteredMarks(), [state]);
  void version.value;
  const marks = filtered.update(state.model.marks, state.filter.value);
  const count = endOf(marks, state.pausedAt.value);
  const picked = state.picked.value;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      height.value = element.clientHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [height]);

  useLayoutEffect(() => {
    if (box.current && follows.current) box.current.scrollTop = box.current.scrollHeight;
  }, [count, marks[0]?.id, height.value]);

  useLayoutEffect(() => {
    const row = picked === null ? -1 : rowOf(marks, picked.id);
    if (row === -1 || !box.current) return;
    const { scrollTop, clientHeight } = box.current;
    const top = row * rowHeight;
    if (top >= scrollTop && top + 2 * rowHeight <= scrollTop + clientHeight) return;
    follows.current = false;
    box.current.scrollTop = top - clientHeight / 2;
  }, [picked]);

  const first = Math.max(0, Math.floor(scroll.value / rowHeight) - overscan);
  const last = Math.min(count, Math.ceil((scroll.value + height.value) / rowHeight) + overscan);
  return (
    // biome-ignore lint/a11y/useSemanticElements: one of many on a page, so no landmark
    <div
      ref={box}
      class="wire-list"
      role="group"
      aria-label="What happened on the wire"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        follows.current = scrollHeight - scrollTop - clientHeight < rowHeight;
        scroll.value = scrollTop;
      }}
    >
      <div class="wire-rows" style={{ height: `${count * rowHeight}px` }}>
        <table aria-rowcount={count + 1} style={{ top: `${first * rowHeight}px` }}>
          <thead>
            <tr aria-rowindex={1}>
              {['Time', 'Client', 'What', 'Detail'].map((head) => (
                <th key={head} scope="col">
                  <span class="visually-hidden">{head}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {marks.slice(first, last).map((mark, index) => (
              <Row
                key={mark.id}
                mark={mark}
                index={first + index}
                picked={mark.id === picked?.id}
                onPick={state.pick}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
