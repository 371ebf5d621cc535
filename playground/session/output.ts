import { Listeners } from './listeners.ts';
import type { OutputChunk, OutputSource } from './types.ts';

/** What one workspace's processes print, and what the session has to say about them, in order of arrival. */
export class Output {
  readonly #listeners = new Listeners<OutputChunk>();
  /** Sources and processes whose last line has no end yet. */
  readonly #open = new Set<string>();

  add(listener: (chunk: OutputChunk) => void): () => void {
    return this.#listeners.add(listener);
  }

  print(
    source: OutputSource,
    text: string,
    level: OutputChunk['level'] = 'out',
    process: OutputChunk['process'] = null,
  ): void {
    if (text === '') return;
    const key = `${source} ${process}`;
    if (text.endsWith('\n')) this.#open.delete(key);
    else this.#open.add(key);
    this.#listeners.tell({ source, process, at: Date.now(), level, text });
  }

  /** A line of the session's own. */
  say(line: string, level: OutputChunk['level'] = 'out'): void {
    this.print('session', `${line}\n`, level);
  }

  /** Ends a line that a dead process left open, so that the next one does not go on with it. */
  endLine(source: OutputSource, process: OutputChunk['process'] = null): void {
    if (this.#open.has(`${source} ${process}`)) this.print(source, '\n', 'out', process);
  }
}
