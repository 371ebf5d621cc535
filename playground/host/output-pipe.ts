/** The API takes output without pushing back: one call at a time is on its way, and what gathers meanwhile is bounded. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** How long output gathers before it is sent, in milliseconds: a chatty process costs a few messages, not thousands. */
const GATHER_INTERVAL = 16;

/** `null` ends the stream, as `@webcontainer/api` expects. */
export type OutputSink = (chunk: Uint8Array | null) => Promise<unknown>;

/** Carries one process's output to the page: in order, batched, in whole characters, with the oldest dropped in a flood. */
export class OutputPipe {
  readonly #sink: OutputSink;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #dropped = 0;
  #sending = false;
  #ended = false;

  constructor(sink: OutputSink) {
    this.#sink = sink;
  }

  write(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.byteLength;
    while (this.#waitingBytes > MAX_WAITING_BYTES) {
      const oldest = this.#waiting.shift()!;
      this.#waitingBytes -= oldest.byteLength;
      this.#dropped += oldest.byteLength;
    }
    void this.#send();
  }

  /** Sends what is left, then the end. */
  end(): void {
    this.#ended = true;
    void this.#send();
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#waiting.length > 0) {
        if (!this.#ended) await new Promise((resolve) => setTimeout(resolve, GATHER_INTERVAL));
        const chunk = this.#take();
        // Only the beginning of a character is left: its end comes with the next write.
        if (chunk.byteLength === 0 && !this.#ended) break;
        await this.#sink(chunk);
      }
      if (this.#ended) await this.#sink(null);
    } catch {
      // The page went away; the process goes with it at teardown.
    }
    this.#sending = false;
  }

  #take(): Uint8Array {
    const notice = this.#dropped
      ? new TextEncoder().encode(
          `\n[${this.#dropped.toLocaleString('en')} bytes of output were dropped: too much at once]\n`,
        )
      : new Uint8Array();
    const chunks = [notice, ...this.#waiting];
    this.#dropped = 0;
    this.#waiting = [];
    this.#waitingBytes = 0;
    const all = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.byteLength, 0));
    let offset = 0;
    for (const chunk of chunks) {
      all.set(chunk, offset);
      offset += chunk.byteLength;
    }
    const end = this.#ended ? all.byteLength : wholeCharacters(all);
    if (end < all.byteLength) {
      this.#waiting = [all.slice(end)];
      this.#waitingBytes = all.byteLength - end;
    }
    return all.subarray(0, end);
  }
}

/** The length without an unfinished UTF-8 sequence at the end: the API decodes each chunk by itself. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.byteLength); back++) {
    const byte = bytes[bytes.byteLength - back]!;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue;
    const length = byte >= 0b1111_0000 ? 4 : byte >= 0b1110_0000 ? 3 : byte >= 0b1100_0000 ? 2 : 1;
    return length > back ? bytes.byteLength - back : bytes.byteLength;
  }
  return bytes.byteLength;
}
