import type { Socket } from 'node:net';
import type { LineFaults } from '../faults.ts';
import { clockTime } from '../log/time.ts';

/** Pieces of this size are written one by one, so that a slow reader's progress can be seen. */
const PIECE_BYTES = 16 * 1024;

interface Piece {
  readonly bytes: Buffer;
  readonly done: () => void;
  /** When it may go out. */
  readonly due: number;
}

/** What goes to a client, through whatever is wrong with its line: latency, a narrow band, silence. */
export class ClientLine {
  readonly #socket: Socket;
  readonly #faults: LineFaults;
  #queue: Piece[] = [];
  #unsent = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #freeAt = 0;
  #ending = false;
  #dead = false;
  #silent = false;
  /** Called each time that the client's side took something. */
  onProgress: () => void = () => {};

  constructor(socket: Socket, faults: LineFaults) {
    this.#socket = socket;
    this.#faults = faults;
  }

  /** Bytes that the client's side has not taken yet. */
  get unsent(): number {
    return this.#unsent;
  }

  /** Nothing goes out any more, and nobody is told. */
  silence(): void {
    this.#silent = true;
  }

  write(bytes: Buffer, done: () => void = () => {}): void {
    if (this.#dead) return;
    // Nothing is a piece too: whoever waits for it is to hear that what came before is out.
    for (let at = 0; at === 0 || at < bytes.length; at += PIECE_BYTES) {
      const piece = bytes.subarray(at, at + PIECE_BYTES);
      this.#unsent += piece.length;
      const isLast = at + PIECE_BYTES >= bytes.length;
      this.#queue.push({ bytes: piece, done: isLast ? done : () => {}, due: clockTime() + this.#faults.delayMs() });
    }
    this.#pump();
  }

  #pump(): void {
    while (!this.#dead && !this.#silent && this.#timer === null) {
      const piece = this.#queue[0];
      if (!piece) {
        if (this.#ending) this.#socket.end();
        return;
      }
      const now = clockTime();
      const wait = Math.max(piece.due, this.#freeAt) - now;
      if (wait > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = null;
          this.#pump();
        }, Math.ceil(wait));
        return;
      }
      this.#queue.shift();
      const { bytesPerSecond } = this.#faults;
      if (bytesPerSecond !== null) this.#freeAt = now + (piece.bytes.length / bytesPerSecond) * 1000;
      this.#socket.write(piece.bytes, (error) => {
        this.#unsent -= piece.bytes.length;
        if (error || this.#dead) return;
        piece.done();
        this.onProgress();
      });
    }
  }

  /** FIN, once everything is out. */
  end(): void {
    this.#ending = true;
    this.#pump();
  }

  /** Closes now. What the kernel already has still goes out. */
  destroy(): void {
    this.#die();
    this.#socket.destroy();
  }

  reset(): void {
    this.#die();
    this.#socket.resetAndDestroy();
  }

  #die(): void {
    this.#dead = true;
    this.#queue = [];
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
