import type { Buffer } from 'node:buffer';

/** How a body goes from a server to a client. */
export interface BodyRelay {
  /** Bytes as they came, framing included. */
  push(bytes: Buffer): void;
  /** The server's end: nothing more will come. What is held goes on. */
  end(): void;
  /** Whether the server is to be read on. */
  readonly wantsMore: boolean;
  /** The client took something. */
  progressed(): void;
  /** Everything that came has been given to the client's side. */
  readonly isEmpty: boolean;
}

/** Passes each piece on at once, and waits for the client when it is behind. */
export class DirectRelay implements BodyRelay {
  readonly #push: (bytes: Buffer) => void;
  readonly #isBehind: () => boolean;
  readonly isEmpty = true;

  constructor(push: (bytes: Buffer) => void, isBehind: () => boolean) {
    this.#push = push;
    this.#isBehind = isBehind;
  }

  push(bytes: Buffer): void {
    this.#push(bytes);
  }

  end(): void {}

  get wantsMore(): boolean {
    return !this.#isBehind();
  }

  progressed(): void {}
}
