import type { Buffer } from '../buffer.ts';
import { invalidArgType } from '../net/coded-error.ts';
import type { Socket } from '../net/socket.ts';
import type { ClientRequest } from './client-request.ts';
import type { IncomingMessage } from './incoming-message.ts';
import { cString, type Llhttp, type LlhttpEvents, latin1, llhttp, register, unregister } from './llhttp.ts';

export interface MessageHead {
  readonly versionMajor: number;
  readonly versionMinor: number;
  /** Requests only. */
  readonly method: string;
  readonly url: string;
  /** Responses only. */
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly rawHeaders: string[];
  readonly upgrade: boolean;
  readonly shouldKeepAlive: boolean;
}

/** 0: read the body as the headers say. 1: there is none. 2: there is none, and what follows is another protocol. */
export type HeadAnswer = 0 | 1 | 2;

export interface ParserListener {
  begin(): void;
  head(head: MessageHead): HeadAnswer;
  body(bytes: Buffer): void;
  complete(trailers: string[]): void;
}

/** As Node's: the code is llhttp's, or HPE_HEADER_OVERFLOW. @see https://nodejs.org/api/http.html#event-clienterror */
export interface ParseError extends Error {
  bytesParsed: number;
  code: string;
  reason: string;
  rawPacket?: Buffer;
}

/** Node's default for `--max-http-header-size`, in bytes. */
export const MAX_HEADER_SIZE = 16 * 1024;
const MAX_HEADER_PAIRS = 2000;

const HPE_OK = 0;
const HPE_USER = 24;
const HPE_PAUSED_UPGRADE = 22;
const TYPE = { request: 1, response: 2 } as const;

/** What `insecureHTTPParser` lets pass. @see https://github.com/nodejs/llhttp#leniency-flags */
const LENIENT = [
  'llhttp_set_lenient_headers',
  'llhttp_set_lenient_chunked_length',
  'llhttp_set_lenient_keep_alive',
  'llhttp_set_lenient_transfer_encoding',
  'llhttp_set_lenient_version',
  'llhttp_set_lenient_data_after_close',
  'llhttp_set_lenient_optional_lf_after_cr',
  'llhttp_set_lenient_optional_crlf_after_chunk',
  'llhttp_set_lenient_optional_cr_before_lf',
  'llhttp_set_lenient_spaces_after_chunk_size',
] as const;

export interface ParserOptions {
  readonly maxHeaderSize?: number | undefined;
  readonly insecureHTTPParser?: boolean | undefined;
}

/** @see https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener */
export function readLeniency(value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalidArgType('options.insecureHTTPParser', 'of type boolean', value);
}

/** Reads HTTP/1.1 messages from one direction of one connection. */
export class MessageParser implements LlhttpEvents {
  socket: Socket | null;
  /** The message that is being read, kept until it was read to its end. */
  incoming: IncomingMessage | null = null;
  outgoing: ClientRequest | null = null;
  /** 0 reads them all. */
  maxHeaderPairs = MAX_HEADER_PAIRS;
  listener: ParserListener | null = null;
  readonly #type: 'request' | 'response';
  readonly #maxHeaderSize: number;
  readonly #library: Llhttp = llhttp();
  #pointer: number;
  #input: { buffer: Buffer; start: number } | null = null;
  #running = 0;
  #freed = false;
  #thrown: { error: unknown } | null = null;
  #overflow = false;
  #url = '';
  #status = '';
  #headers: string[] = [];
  #last: 'field' | 'value' | null = null;
  #headerBytes = 0;

  constructor(type: 'request' | 'response', socket: Socket | null, options: ParserOptions = {}) {
    this.#type = type;
    this.socket = socket;
    this.#maxHeaderSize = options.maxHeaderSize || MAX_HEADER_SIZE;
    this.#pointer = this.#library.llhttp_alloc(TYPE[type]);
    if (options.insecureHTTPParser) for (const set of LENIENT) this.#library[set](this.#pointer, 1);
    register(this.#pointer, this);
  }

  /** How many bytes it took: all of them, or those before another protocol begins. Rethrows what a listener threw. */
  execute(buffer: Buffer): number | ParseError {
    if (this.#freed) return buffer.byteLength;
    const start = this.#library.malloc(buffer.byteLength);
    new Uint8Array(this.#library.memory.buffer, start, buffer.byteLength).set(buffer);
    const outer = this.#input;
    this.#input = { buffer, start };
    this.#running++;
    const code = this.#library.llhttp_execute(this.#pointer, start, buffer.byteLength);
    const read = code === HPE_OK ? buffer.byteLength : this.#library.llhttp_get_error_pos(this.#pointer) - start;
    this.#running--;
    this.#input = outer;
    this.#library.free(start);
    const result = this.#result(code, read);
    if (this.#freed) this.#release();
    this.#rethrow();
    return result;
  }

  /** The input ended. An error when it ended inside a message. */
  finish(): ParseError | null {
    if (this.#freed) return null;
    this.#running++;
    const code = this.#library.llhttp_finish(this.#pointer);
    this.#running--;
    const result = this.#result(code, 0);
    if (this.#freed) this.#release();
    this.#rethrow();
    return typeof result === 'number' ? null : result;
  }

  free(): void {
    if (this.#freed) return;
    this.#freed = true;
    this.listener = null;
    this.incoming = null;
    this.outgoing = null;
    this.socket = null;
    if (this.#running === 0) this.#release();
  }

  onMessageBegin(): number {
    this.#url = '';
    this.#status = '';
    this.#headers = [];
    this.#last = null;
    this.#headerBytes = 0;
    return this.#guard(() => this.listener?.begin());
  }

  onUrl(at: number, length: number): number {
    this.#url += this.#text(at, length);
    return this.#count(length);
  }

  onStatus(at: number, length: number): number {
    this.#status += this.#text(at, length);
    return this.#count(length);
  }

  onHeaderField(at: number, length: number): number {
    if (this.#last === 'field') this.#headers[this.#headers.length - 1] += this.#text(at, length);
    else this.#headers.push(this.#text(at, length));
    this.#last = 'field';
    return this.#count(length);
  }

  onHeaderValue(at: number, length: number): number {
    if (this.#last === 'value') this.#headers[this.#headers.length - 1] += this.#text(at, length);
    else this.#headers.push(this.#text(at, length));
    this.#last = 'value';
    return this.#count(length);
  }

  onHeadersComplete(upgrade: boolean, shouldKeepAlive: boolean): number {
    const library = this.#library;
    const request = this.#type === 'request';
    const head: MessageHead = {
      versionMajor: library.llhttp_get_http_major(this.#pointer),
      versionMinor: library.llhttp_get_http_minor(this.#pointer),
      method: request ? cString(library.llhttp_method_name(library.llhttp_get_method(this.#pointer))) : '',
      url: this.#url,
      statusCode: request ? 0 : library.llhttp_get_status_code(this.#pointer),
      statusMessage: this.#status,
      rawHeaders: this.#takeHeaders(),
      upgrade,
      shouldKeepAlive,
    };
    let answer: HeadAnswer = 0;
    return (
      this.#guard(() => {
        answer = this.listener?.head(head) ?? 0;
      }) || answer
    );
  }

  onBody(at: number, length: number): number {
    const input = this.#input;
    if (!input) return 0;
    return this.#guard(() => this.listener?.body(input.buffer.subarray(at - input.start, at - input.start + length)));
  }

  onMessageComplete(): number {
    const trailers = this.#takeHeaders();
    return this.#guard(() => this.listener?.complete(trailers));
  }

  #result(code: number, read: number): number | ParseError {
    if (code === HPE_OK || this.#thrown) return read;
    if (code === HPE_PAUSED_UPGRADE) {
      this.#library.llhttp_resume_after_upgrade(this.#pointer);
      return read;
    }
    if (this.#overflow) return parseError('HPE_HEADER_OVERFLOW', 'Header overflow', read);
    const name = cString(this.#library.llhttp_errno_name(code));
    return parseError(name, cString(this.#library.llhttp_get_error_reason(this.#pointer)), read);
  }

  /** An exception must not cross the WebAssembly frames: the parser stops, and `execute` throws it. */
  #guard(call: () => void): number {
    try {
      call();
      return 0;
    } catch (error) {
      this.#thrown = { error };
      return HPE_USER;
    }
  }

  #rethrow(): void {
    const thrown = this.#thrown;
    this.#thrown = null;
    if (thrown) throw thrown.error;
  }

  #text(at: number, length: number): string {
    return latin1(new Uint8Array(this.#library.memory.buffer), at, at + length);
  }

  #count(length: number): number {
    this.#headerBytes += length;
    if (this.#headerBytes < this.#maxHeaderSize) return 0;
    this.#overflow = true;
    return HPE_USER;
  }

  #takeHeaders(): string[] {
    const headers = this.#headers;
    for (let i = 1; i < headers.length; i += 2) headers[i] = headers[i]!.replace(/[ \t]+$/, '');
    this.#headers = [];
    this.#last = null;
    this.#headerBytes = 0;
    return this.maxHeaderPairs > 0 ? headers.slice(0, this.maxHeaderPairs) : headers;
  }

  #release(): void {
    if (this.#pointer === 0) return;
    unregister(this.#pointer);
    this.#library.llhttp_free(this.#pointer);
    this.#pointer = 0;
  }
}

function parseError(code: string, reason: string, bytesParsed: number): ParseError {
  return Object.assign(new Error(`Parse Error: ${reason}`), { bytesParsed, code, reason });
}
