export interface Position {
  readonly file: string;
  /** From 1, as compilers and stack traces count. */
  readonly line: number;
  readonly column: number;
}

export interface Segment {
  readonly text: string;
  readonly position: Position | null;
}

const place = /(?:[a-z]+:\/\/)?[^\s()'"`]*?([\w.-]+\.[a-z]\w*):(\d+)(?::(\d+))?(?![\w/])/g;

/**
 * Splits a line of output where it names a place in one of `files`, however the path before the name is written:
 * `server.ts:12:5`, `file:///home/course/exercise/server.ts:12`.
 */
export function linkPositions(text: string, files: readonly string[]): readonly Segment[] {
  const segments: Segment[] = [];
  let done = 0;
  for (const match of text.matchAll(place)) {
    const [whole, file, line, column] = match;
    if (file === undefined || line === undefined || !files.includes(file)) continue;
    if (match.index > done) segments.push({ text: text.slice(done, match.index), position: null });
    segments.push({ text: whole, position: { file, line: Number(line), column: Number(column ?? 1) } });
    done = match.index + whole.length;
  }
  if (done < text.length || segments.length === 0) segments.push({ text: text.slice(done), position: null });
  return segments;
}

/** Where a position lies in a text, in UTF-16 code units; positions beyond a line or the text end there. */
export function offsetOf(text: string, position: { readonly line: number; readonly column: number }): number {
  let start = 0;
  for (let line = 1; line < position.line; line++) {
    const next = text.indexOf('\n', start);
    if (next === -1) return text.length;
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  return Math.min(start + Math.max(0, position.column - 1), end === -1 ? text.length : end);
}

/** The place of an offset, in UTF-16 code units, in a text. */
export function positionOf(file: string, text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
