import { constants, createGzip, type Gzip } from 'node:zlib';

export interface GzipOutput {
  readonly bytes: Buffer;
  /** What these bytes say, as far as that is known: all of it after a flush. */
  readonly plain: Buffer;
  readonly flush: boolean;
  readonly last: boolean;
}

/** Compresses a body. Small pieces stay inside until a flush or the end, as in nginx. */
export class GzipBody {
  readonly #gzip: Gzip;
  readonly #output: (output: GzipOutput) => void;
  #compressed: Buffer[] = [];
  #plain: Buffer[] = [];
  #unanswered = 0;

  constructor(level: number, output: (output: GzipOutput) => void) {
    this.#gzip = createGzip({ level });
    this.#output = output;
    this.#gzip.on('data', (bytes: Buffer) => {
      this.#compressed.push(bytes);
      // No flush asked for it: the compressor was full.
      if (this.#unanswered === 0) this.#emit(false, false, []);
    });
    this.#gzip.on('end', () => this.#emit(true, true, this.#takePlain()));
  }

  write(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#plain.push(bytes);
    this.#gzip.write(bytes);
  }

  flush(): void {
    const plain = this.#takePlain();
    if (plain.length === 0) return;
    this.#unanswered++;
    this.#gzip.flush(constants.Z_SYNC_FLUSH, () => {
      this.#unanswered--;
      this.#emit(true, false, plain);
    });
  }

  end(): void {
    this.#gzip.end();
  }

  #takePlain(): Buffer[] {
    const plain = this.#plain;
    this.#plain = [];
    return plain;
  }

  #emit(flush: boolean, last: boolean, plain: readonly Buffer[]): void {
    const bytes = Buffer.concat(this.#compressed);
    this.#compressed = [];
    this.#output({ bytes, plain: Buffer.concat(plain), flush, last });
  }

  destroy(): void {
    this.#gzip.destroy();
  }
}
