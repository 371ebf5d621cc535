import type { Lane, Mark } from './marks.ts';
import { laneState } from './marks.ts';
import type { Viewport } from './viewport.ts';
import { markDetail, markTitle } from './words.ts';

export interface WireFilter {
  /** What is left out: `comment`, `retry`, or `event` with a type behind it. */
  readonly hidden: ReadonlySet<string>;
  /** Part of a path, of a type, of an id or of data; empty for everything. */
  readonly text: string;
  /** Only clients that are connected, or about to be again. */
  readonly openOnly: boolean;
}

export const everything: WireFilter = { hidden: new Set(), text: '', openOnly: false };

/** Under which name a mark can be left out; null when it always shows. */
function filterKey(mark: Mark): string | null {
  if (mark.kind === 'event') return eventKey(mark.name);
  return mark.kind === 'comment' || mark.kind === 'retry' ? mark.kind : null;
}

/** Under which name events of a type can be left out. */
export function eventKey(name: string): string {
  return `event ${name}`;
}

/** Whether a client is meant by the text as a whole: `#3`, or its path. */
function laneMatches({ number, path }: Lane, text: string): boolean {
  return `#${number}` === text || path.toLowerCase().includes(text);
}

/** Tells which marks show. Made once for a filter, asked for each mark. */
export function markTest({ hidden, text }: WireFilter): (mark: Mark) => boolean {
  const wanted = text.trim().toLowerCase();
  return (mark) => {
    const key = hidden.size === 0 ? null : filterKey(mark);
    if (key !== null && hidden.has(key)) return false;
    if (wanted === '' || mark.lane === null || laneMatches(mark.lane, wanted)) return true;
    return `${markTitle(mark)}\n${markDetail(mark)}`.toLowerCase().includes(wanted);
  };
}

/** Whether anything of a lane is in sight. */
function isInSight(lane: Lane, { end, span }: Viewport): boolean {
  const { connections } = lane;
  const begin = lane.marks[0]?.at ?? connections[0]?.requestAt ?? 0;
  if (begin > end) return false;
  const over = laneState(lane) === 'over' ? (lane.goneAt ?? connections.at(-1)?.end?.at ?? null) : null;
  return over === null || over >= end - span;
}

/** The lanes that show in a picture, in the order in which the clients came. */
export function lanesInSight(lanes: readonly Lane[], view: Viewport, filter: WireFilter): readonly Lane[] {
  const wanted = filter.text.trim().toLowerCase();
  const shows = markTest(filter);
  return lanes.filter((lane) => {
    if (!isInSight(lane, view) || (filter.openOnly && laneState(lane) === 'over')) return false;
    return wanted === '' || laneMatches(lane, wanted) || lane.marks.some(shows);
  });
}

/** The marks that a filter lets through, kept up to date at the price of what is new. */
export class FilteredMarks {
  #filter: WireFilter = everything;
  readonly #kept: Mark[] = [];
  #next = 0;

  /**
   * `marks` are the model's, of which the oldest may be gone since the last call. The answer is the same array each
   * time: tens of thousands of marks are not to be copied for every few that are new.
   */
  update(marks: readonly Mark[], filter: WireFilter): readonly Mark[] {
    const first = marks[0]?.id ?? this.#next;
    if (filter !== this.#filter) {
      this.#filter = filter;
      this.#kept.length = 0;
      this.#next = first;
    }
    const gone = this.#kept.findIndex(({ id }) => id >= first);
    this.#kept.splice(0, gone === -1 ? this.#kept.length : gone);
    const shows = markTest(filter);
    for (let index = Math.max(0, this.#next - first); index < marks.length; index++) {
      const mark = marks[index];
      if (mark && shows(mark)) this.#kept.push(mark);
    }
    this.#next = first + marks.length;
    return this.#kept;
  }
}
