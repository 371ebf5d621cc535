import type { Exchange } from './exchange.ts';
import type { EdgeCommand } from './protocol.ts';

/** What goes wrong on command. */
export class Faults {
  readonly #open = new Set<Exchange>();
  #refusing = false;

  /** Whether requests are to be closed without an answer. */
  get refusing(): boolean {
    return this.#refusing;
  }

  /** Exposes an exchange to cuts until the returned function is called. */
  expose(exchange: Exchange): () => void {
    this.#open.add(exchange);
    return () => this.#open.delete(exchange);
  }

  obey(command: EdgeCommand): void {
    switch (command.type) {
      case 'cut':
        for (const exchange of [...this.#open]) exchange.abort(command.how === 'fin' ? 'cut' : 'reset', command.how);
        return;
      case 'refuse':
        this.#refusing = command.on;
        return;
    }
  }
}
