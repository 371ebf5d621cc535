import type { OutputChunk, OutputSource } from '../../playground/session/types.ts';

export interface LogLine {
  /** Grows by one for each line ever logged. */
  readonly id: number;
  readonly source: OutputSource;
  /** Which one of several; null where there is one. */
  readonly process: string | null;
  /** Milliseconds since the epoch, when the line began. */
  readonly at: number;
  readonly level: 'out' | 'error';
  readonly text: string;
}

interface OpenLine extends LogLine {
  text: string;
  /** As it arrived: `text` is what is fit to be shown of it. */
  raw: string;
  rawLength: number;
}

// Terminal control sequences: colours and cursor moves say nothing in a log.
const escapeSequence = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[ -/]*[@-~]`, 'g');

const longestLine = 10_000;

function extend(line: OpenLine, part: string): void {
  line.rawLength += part.length;
  if (line.raw.length <= longestLine) {
    line.raw += part;
    line.text = line.raw.replace(escapeSequence, '').replace(/\r$/, '').slice(0, longestLine);
  }
  const missing = line.rawLength - longestLine;
  if (missing > 0) line.text = `${line.raw.slice(0, longestLine)} … ${missing.toLocaleString('en')} more characters`;
}

/**
 * The last lines that the processes of one workspace printed, merged in order of arrival. A chunk may end inside a
 * line: the next chunk of the same process and level goes on with it, even when others printed in between.
 */
export class LogBuffer {
  readonly #limit: number;
  #lines: OpenLine[] = [];
  #total = 0;
  readonly #open = new Map<string, OpenLine>();

  /** Keeps `limit` lines. */
  constructor(limit = 5000) {
    this.#limit = limit;
  }

  append(chunk: OutputChunk): void {
    const key = `${chunk.source} ${chunk.process} ${chunk.level}`;
    let start = 0;
    while (start < chunk.text.length) {
      const end = chunk.text.indexOf('\n', start);
      const part = chunk.text.slice(start, end === -1 ? undefined : end);
      let line = this.#open.get(key);
      if (!line) {
        line = this.#begin(chunk);
        this.#open.set(key, line);
      }
      extend(line, part);
      if (end === -1) return;
      this.#open.delete(key);
      start = end + 1;
    }
  }

  /** The lines that are kept, oldest first. */
  lines(): readonly LogLine[] {
    return this.#lines.slice(-this.#limit);
  }

  /** How many lines were printed since the log was cleared and are no longer kept. */
  get dropped(): number {
    return Math.max(0, this.#total - this.#limit);
  }

  clear(): void {
    this.#lines = [];
    this.#total = 0;
    this.#open.clear();
  }

  #begin({ source, process, at, level }: OutputChunk): OpenLine {
    const line = { id: this.#total, source, process, at, level, text: '', raw: '', rawLength: 0 };
    this.#total += 1;
    this.#lines.push(line);
    // Trimming in batches keeps a flood of lines linear.
    if (this.#lines.length >= 2 * this.#limit) this.#lines = this.#lines.slice(-this.#limit);
    return line;
  }
}
