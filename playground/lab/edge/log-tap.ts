import type { EdgeEvent } from './protocol.ts';
import type { Tap } from './tap.ts';

/** One line per request and per connection that ended, for people. */
export class LogTap implements Tap {
  readonly #open = new Map<number, { readonly method: string; readonly path: string; readonly at: number }>();
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  report(event: EdgeEvent): void {
    switch (event.type) {
      case 'listening':
        this.#print(`edge listening on http://localhost:${event.port}`);
        return;
      case 'request':
        this.#open.set(event.connection, { method: event.method, path: event.path, at: event.at });
        return;
      case 'response':
        this.#log(event.connection, `${event.status} ${event.contentType ?? ''}`);
        return;
      case 'close': {
        const seconds = (event.at - (this.#open.get(event.connection)?.at ?? event.at)) / 1000;
        this.#log(event.connection, `closed (${event.reason}) after ${seconds.toFixed(1)} s`);
        this.#open.delete(event.connection);
      }
    }
  }

  flush(): void {}

  #log(connection: number, text: string): void {
    const request = this.#open.get(connection);
    if (request) this.#print(`#${connection} ${request.method} ${request.path} ${text}`.trimEnd());
  }
}
