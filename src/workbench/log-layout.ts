import type { LogLine } from './log-buffer.ts';

export interface LogLayout {
  /** Number of text rows above line `i`; one more entry than lines, the last one the total. */
  readonly offsets: Int32Array;
}

/** Terminal columns of a text: what is not Latin, Greek or the like is mostly twice as wide. */
function columnsOf(text: string): number {
  let columns = text.length;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x2e7f) columns += 1;
  return columns;
}

/** How lines wrap in a window `columns` characters wide, known without asking the browser: that keeps 5,000 lines cheap. */
export function layOutLog(lines: readonly LogLine[], columns: number): LogLayout {
  const offsets = new Int32Array(lines.length + 1);
  for (const [index, line] of lines.entries()) {
    offsets[index + 1] = (offsets[index] ?? 0) + Math.max(1, Math.ceil(columnsOf(line.text) / Math.max(1, columns)));
  }
  return { offsets };
}

/** The last line that begins at or above text row `row`. */
export function lineAtRow(layout: LogLayout, row: number): number {
  let low = 0;
  let high = layout.offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((layout.offsets[middle] ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
