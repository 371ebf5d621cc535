import type { Lane, Mark } from './marks.ts';

/** The place of the first mark at or after `at`. Marks are in the order of their times. */
export function firstAtOrAfter(marks: readonly Mark[], at: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The mark nearest to `at` that `shows` and is at most `reach` milliseconds away; null without one. */
export function nearest(
  marks: readonly Mark[],
  at: number,
  reach: number,
  shows: (mark: Mark) => boolean,
): Mark | null {
  let best: Mark | null = null;
  let distance = reach;
  for (let index = firstAtOrAfter(marks, at - reach); index < marks.length; index++) {
    const mark = marks[index];
    if (!mark || mark.at > at + reach) break;
    const away = Math.abs(mark.at - at);
    // Of several at one place the last one is on top.
    if (away <= distance && shows(mark)) {
      best = mark;
      distance = away;
    }
  }
  return best;
}

/** The next mark of the same lane in a direction, or the outermost one; null when there is none. */
export function along(
  marks: readonly Mark[],
  from: Mark,
  direction: 'back' | 'on' | 'first' | 'last',
  shows: (mark: Mark) => boolean,
): Mark | null {
  const ordered = direction === 'back' || direction === 'last' ? marks.toReversed() : marks;
  if (direction === 'first' || direction === 'last') return ordered.find(shows) ?? null;
  const place = ordered.indexOf(from);
  return ordered.slice(place + 1).find(shows) ?? null;
}

/** The mark nearest in time on the closest lane above or below that has one; null when there is none. */
export function across(
  lanes: readonly Lane[],
  from: Mark,
  direction: 'up' | 'down',
  shows: (mark: Mark) => boolean,
): Mark | null {
  const step = direction === 'up' ? -1 : 1;
  const begin = from.lane === null ? -1 : lanes.indexOf(from.lane);
  for (let row = begin + step; row >= 0 && row < lanes.length; row += step) {
    const found = nearest(lanes[row]?.marks ?? [], from.at, Number.POSITIVE_INFINITY, shows);
    if (found) return found;
  }
  return null;
}
