export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Place extends Position {
  /** As it stands in the trace: a file URL for a module, a path for CommonJS. */
  readonly url: string;
}

/** Finds a place of compiled code in the file that it was compiled from. */
export type PositionMap = (url: string, line: number, column: number) => Position;

/** `file:///a.mjs:1:2`, `/a.cjs:1:2` or `[eval]:1:2` at the end of a frame. Scripts of the machine itself have an http URL. */
export const LOCATION = /(?<![:\w/])((?:file:\/\/)?\/[^\s()]*?|\[eval\]):(\d+):(\d+)(?=\)?$)/;

/** The topmost place of the program in a stack trace, or null. */
export function topPlace(stack: string): Place | null {
  for (const line of stack.split('\n')) {
    const [, url, row, column] = (/^\s+at /.test(line) && LOCATION.exec(line)) || [];
    if (url && row && column) return { url, line: Number(row), column: Number(column) };
  }
  return null;
}

/** The first line of a trace. */
export function headOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'Error';
  }
}
