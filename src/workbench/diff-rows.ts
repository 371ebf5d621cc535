import { diffLines } from 'diff';

export interface DiffCell {
  readonly line: number;
  readonly text: string;
}

/** One row of a side-by-side comparison; a side without a line has null. */
export interface DiffRow {
  readonly mine: DiffCell | null;
  readonly theirs: DiffCell | null;
  readonly changed: boolean;
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** Sets two texts side by side, line by line; a run of removed lines stands beside the run that replaced it. */
export function diffRows(mine: string, theirs: string): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let left = 1;
  let right = 1;
  const parts = diffLines(mine, theirs);
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (!part) continue;
    if (!part.added && !part.removed) {
      for (const text of linesOf(part.value)) {
        rows.push({ mine: { line: left++, text }, theirs: { line: right++, text }, changed: false });
      }
      continue;
    }
    const replacement = part.removed && parts[index + 1]?.added ? parts[++index] : undefined;
    const removed = part.removed ? linesOf(part.value) : [];
    const added = part.added ? linesOf(part.value) : replacement ? linesOf(replacement.value) : [];
    for (let row = 0; row < Math.max(removed.length, added.length); row++) {
      const before = removed[row];
      const after = added[row];
      rows.push({
        mine: before === undefined ? null : { line: left++, text: before },
        theirs: after === undefined ? null : { line: right++, text: after },
        changed: true,
      });
    }
  }
  return rows;
}
