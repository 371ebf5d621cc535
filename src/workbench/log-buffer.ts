import type { OutputChunk, OutputSource } from '../../playground/session/types.ts';
import { openStyles } from './ansi.ts';
import { grouped } from './grouped.ts';

export interface LogLine {
  /** Grows by one for each line ever logged. */
  readonly id: number;
  readonly source: OutputSource;
  /** Which one of several; null where there is one. */
  readonly process: string | null;
  /** Milliseconds since the epoch, when the line began. */
  readonly at: number;
  readonly level: 'out' | 'error';
  /** With the terminal's control sequences that the program printed. */
  readonly text: string;
}

interface OpenLine extends LogLine {
  text: string;
  length: number;
}

/** What a reader knows each source as. */
const sourceNames: Record<OutputSource, string> = {
  server: 'server',
  preview: 'page',
  edge: 'edge',
  lab: 'lab',
  checks: 'checks',
  console: 'console',
  session: 'machine',
};

/** What a reader knows a line's process as. */
export function processName({ source, process }: Pick<LogLine, 'source' | 'process'>): string {
  return process ?? sourceNames[source];
}

interface Waiting {
  readonly chunk: OutputChunk;
  /** What was split of it already. */
  start: number;
}

/** How many lines are split between two looks at the clock. */
const stride = 256;
const longestLine = 10_000;
const blockSize = 4096;

/**
 * The last lines that the processes of one workspace printed, merged in order of arrival. A chunk may end inside a
 * line: the next chunk of the same process and level goes on with it, even when others printed in between.
 */
export class LogBuffer {
  readonly #limit: number;
  /** Blocks of `blockSize` lines each: the oldest goes as a whole. */
  #blocks: OpenLine[][] = [];
  /** The id of the first line in the first block. */
  #first = 0;
  #end = 0;
  #dropped = 0;
  #edited = Number.POSITIVE_INFINITY;
  #seen = new Map<string, OutputSource>();
  #waiting: Waiting[] = [];
  readonly #open = new Map<string, OpenLine>();
  /** Colours that a process has left on, by process and level. */
  readonly #styles = new Map<string, string>();

  /** Keeps `limit` lines, and at most a block more. */
  constructor(limit = 1_000_000) {
    this.#limit = limit;
  }

  append(chunk: OutputChunk): void {
    this.enqueue(chunk);
    this.settle(Number.POSITIVE_INFINITY);
  }

  /** Takes a chunk that may be large: its lines are there once {@link settle} came to them. */
  enqueue(chunk: OutputChunk): void {
    this.#waiting.push({ chunk, start: 0 });
  }

  /** Splits what waits into lines, until `deadline`, a time of `performance.now()`. Returns whether nothing waits any more. */
  settle(deadline: number): boolean {
    for (const [index, waiting] of this.#waiting.entries()) {
      if (!this.#split(waiting, deadline)) {
        this.#waiting = this.#waiting.slice(index);
        return false;
      }
    }
    this.#waiting = [];
    return true;
  }

  #split(waiting: Waiting, deadline: number): boolean {
    const { chunk } = waiting;
    const key = `${chunk.source} ${chunk.process} ${chunk.level}`;
    const { text } = chunk;
    this.#seen.set(processName(chunk), chunk.source);
    let { start } = waiting;
    while (start < text.length) {
      if (this.#end % stride === 0 && performance.now() > deadline) {
        waiting.start = start;
        return false;
      }
      const end = text.indexOf('\n', start);
      const part = text.slice(start, end === -1 ? undefined : end);
      const line = this.#open.get(key) ?? this.#begin(chunk, key);
      this.#extend(line, part);
      if (end === -1) {
        this.#open.set(key, line);
        return true;
      }
      this.#finish(line, key);
      start = end + 1;
    }
    return true;
  }

  /** The id of the oldest line that is kept. */
  get first(): number {
    return this.#first;
  }

  /** One more than the id of the newest line. */
  get end(): number {
    return this.#end;
  }

  /** How many lines were printed since the log was cleared and are no longer kept. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The processes that printed something, by name. */
  get processes(): ReadonlyMap<string, OutputSource> {
    return this.#seen;
  }

  /** Undefined for one that is not kept. */
  line(id: number): LogLine | undefined {
    const place = id - this.#first;
    return place < 0 ? undefined : this.#blocks[Math.floor(place / blockSize)]?.[place % blockSize];
  }

  /** The last lines, oldest first. */
  tail(count: number): readonly LogLine[] {
    const lines: LogLine[] = [];
    for (let id = Math.max(this.#first, this.#end - count); id < this.#end; id++) {
      const line = this.line(id);
      if (line) lines.push(line);
    }
    return lines;
  }

  /** The id of the oldest line whose text has grown since the last call; Infinity when none has. */
  takeEdited(): number {
    const edited = this.#edited;
    this.#edited = Number.POSITIVE_INFINITY;
    return edited;
  }

  /** Ids go on. */
  clear(): void {
    this.#waiting = [];
    this.#blocks = [];
    this.#first = this.#end;
    this.#dropped = 0;
    this.#seen = new Map();
    this.#open.clear();
    this.#styles.clear();
  }

  #begin({ source, process, at, level }: OutputChunk, key: string): OpenLine {
    const text = this.#styles.get(key) ?? '';
    const line = { id: this.#end, source, process, at, level, text, length: 0 };
    let block = this.#blocks.at(-1);
    if (!block || block.length === blockSize) {
      block = [];
      this.#blocks.push(block);
    }
    block.push(line);
    this.#end += 1;
    if (this.#end - this.#first >= this.#limit + blockSize) {
      this.#blocks.shift();
      this.#first += blockSize;
      this.#dropped += blockSize;
    }
    return line;
  }

  #extend(line: OpenLine, part: string): void {
    if (part === '') return;
    if (line.length > 0) this.#edited = Math.min(this.#edited, line.id);
    const before = line.length;
    line.length += part.length;
    if (line.length <= longestLine) line.text += part;
    else
      line.text = `${(before < longestLine ? line.text + part : line.text).slice(0, longestLine)}${missing(line.length)}`;
  }

  #finish(line: OpenLine, key: string): void {
    this.#open.delete(key);
    if (line.text.endsWith('\r')) line.text = line.text.slice(0, -1);
    const styles = openStyles(line.text);
    if (styles !== '') this.#styles.set(key, styles);
    else this.#styles.delete(key);
  }
}

function missing(length: number): string {
  return ` … ${grouped(length - longestLine)} more characters`;
}
