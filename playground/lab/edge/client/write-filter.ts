import type { ClientLine } from './client-line.ts';

interface Held {
  readonly bytes: Buffer;
  readonly sent: () => void;
}

/**
 * Holds small output back until there is enough of it, or until something says that it must go: nginx's postponed
 * output. This is why the head of a proxied answer waits for the first piece of its body.
 *
 * @see https://nginx.org/en/docs/http/ngx_http_core_module.html#postpone_output
 */
export class WriteFilter {
  readonly #line: ClientLine;
  readonly #postpone: number;
  #held: Held[] = [];
  #heldBytes = 0;
  /** Bytes that were handed to the line. */
  sentBytes = 0;

  constructor(line: ClientLine, postpone: number) {
    this.#line = line;
    this.#postpone = postpone;
  }

  write(bytes: Buffer, flush: boolean, sent: () => void = () => {}): void {
    this.#held.push({ bytes, sent });
    this.#heldBytes += bytes.length;
    if (flush || this.#heldBytes >= this.#postpone) this.#send();
  }

  #send(): void {
    if (this.#held.length === 0) return;
    const held = this.#held;
    this.#held = [];
    this.sentBytes += this.#heldBytes;
    this.#heldBytes = 0;
    this.#line.write(Buffer.concat(held.map(({ bytes }) => bytes)), () => {
      for (const { sent } of held) sent();
    });
  }
}
