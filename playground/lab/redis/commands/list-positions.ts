import type { Bytes } from '../bytes.ts';
import { CommandError, syntaxError } from '../reply.ts';
import type { Words } from '../words.ts';

export interface PositionOptions {
  /** Which match to start with: 1 for the first, -1 for the last. */
  readonly rank: number;
  /** How many matches; 0 for all, null for one. */
  readonly count: number | null;
  /** How many items to compare; 0 for all. */
  readonly maxLength: number;
}

export function takePositionOptions(words: Words): PositionOptions {
  let options: PositionOptions = { rank: 1, count: null, maxLength: 0 };
  while (!words.done) {
    const option = words.takeOption();
    if (words.done) throw syntaxError();
    if (option === 'RANK') {
      const rank = words.takeInteger();
      if (rank === 0) {
        throw new CommandError(
          "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
        );
      }
      options = { ...options, rank };
    } else if (option === 'COUNT') {
      options = { ...options, count: words.takeCount("ERR COUNT can't be negative") };
    } else if (option === 'MAXLEN') {
      options = { ...options, maxLength: words.takeCount("ERR MAXLEN can't be negative") };
    } else throw syntaxError();
  }
  return options;
}

/** The indexes at which the item stands, in the order of the search. */
export function findPositions(items: readonly Bytes[], item: Bytes, options: PositionOptions): number[] {
  const { rank, maxLength } = options;
  const most = options.count ?? 1;
  const compared = maxLength === 0 ? items.length : Math.min(maxLength, items.length);
  const positions: number[] = [];
  let toSkip = Math.abs(rank) - 1;
  for (let step = 0; step < compared; step++) {
    const index = rank > 0 ? step : items.length - 1 - step;
    if (items[index] !== item) continue;
    if (toSkip > 0) toSkip--;
    else if (positions.push(index) === most) break;
  }
  return positions;
}
