import { appendFile } from 'node:fs/promises';
import path from 'node:path';

/** Where log lines go: the program's own outputs, or files. */
export interface LogFiles {
  write(file: string, line: string): void;
}

/** Appends in order. A file that cannot be written is complained about once. */
export class AppendedFiles implements LogFiles {
  readonly #prefix: string;
  readonly #complain: (line: string) => void;
  readonly #complained = new Set<string>();
  #last: Promise<void> = Promise.resolve();

  constructor(prefix: string, complain: (line: string) => void) {
    this.#prefix = prefix;
    this.#complain = complain;
  }

  write(file: string, line: string): void {
    if (file === '/dev/null') return;
    const target = path.resolve(this.#prefix, file);
    this.#last = this.#last
      .then(() => appendFile(target, `${line}\n`))
      .catch((error: unknown) => {
        if (this.#complained.has(target)) return;
        this.#complained.add(target);
        const reason = error instanceof Error ? error.message : String(error);
        this.#complain(`edge: cannot write the log "${target}": ${reason}`);
      });
  }
}
