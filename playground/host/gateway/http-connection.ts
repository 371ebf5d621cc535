import type { ConnectionEnd } from '#machine/network.ts';
import { WINDOW_BYTES } from '#machine/protocol.ts';
import { Buffer } from '#node/builtins/buffer.ts';
import { type HeadAnswer, type MessageHead, MessageParser } from '#node/builtins/http/parser.ts';

/** What is written at once of a long body, so that other connections get their turn. */
const PIECE_BYTES = 64 * 1024;

/** A request's bytes; the head is complete, with its empty line. */
export interface OutgoingRequest {
  readonly method: string;
  readonly head: Uint8Array;
  readonly body: Uint8Array | null;
}

export interface AnswerListener {
  head(head: MessageHead): void;
  body(bytes: Uint8Array): void;
  /** `complete` is false when the connection ended first, or did not speak HTTP. */
  end(complete: boolean): void;
  /** There is no answer. `unheard` when nothing of one came, on a connection that had answered before. */
  failed(unheard: boolean): void;
}

/** One connection from the browser to a server of the machine: one request at a time, one after the other. */
export class HttpConnection {
  /** The answer was read and the connection may serve the next request, or was closed. */
  onFree: (reusable: boolean) => void = () => {};
  readonly #end: ConnectionEnd;
  #listener: AnswerListener | null = null;
  #parser: MessageParser | null = null;
  #upload: Uint8Array[] = [];
  #window = WINDOW_BYTES;
  #headRead = false;
  #heard = false;
  #interim = false;
  #reusable = false;
  #served = 0;
  #closed = false;
  #paused = false;
  #unread = 0;

  constructor(end: ConnectionEnd) {
    this.#end = end;
    end.listener = {
      data: (bytes) => this.#receive(bytes),
      end: () => this.#ended(),
      reset: () => this.#ended(),
      window: (bytes) => {
        this.#window += bytes;
        this.#pump();
      },
    };
  }

  send(request: OutgoingRequest, listener: AnswerListener): void {
    this.#listener = listener;
    this.#headRead = false;
    this.#heard = false;
    this.#parser = this.#createParser(request.method);
    this.#upload = request.body ? [request.head, request.body] : [request.head];
    this.#pump();
  }

  /** While it is paused, the server's bytes stay in the connection's window, until that is full. */
  pause(paused: boolean): void {
    this.#paused = paused;
    this.#acknowledge();
  }

  /** Closes it, as a browser does with a request that nobody waits for. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listener = null;
    this.#freeParser();
    this.#end.listener = null;
    this.#end.close();
    this.onFree(false);
  }

  #createParser(method: string): MessageParser {
    const parser = new MessageParser('response', null, undefined);
    parser.listener = {
      begin: () => {},
      head: (head) => this.#onHead(head, method),
      body: (bytes) => this.#listener?.body(Uint8Array.from(bytes)),
      complete: () => {
        if (this.#interim) this.#interim = false;
        else this.#complete();
      },
    };
    return parser;
  }

  #onHead(head: MessageHead, method: string): HeadAnswer {
    // Interim answers (100, 103) are not for the page.
    this.#interim = head.statusCode < 200 && head.statusCode !== 101;
    if (this.#interim) return 1;
    this.#headRead = true;
    this.#reusable = head.shouldKeepAlive;
    this.#listener?.head(head);
    return method === 'HEAD' ? 1 : 0;
  }

  #receive(bytes: Uint8Array): void {
    this.#unread += bytes.byteLength;
    if (!this.#listener || !this.#parser) {
      // An answer to nothing.
      this.close();
      return;
    }
    this.#heard = true;
    const listener = this.#listener;
    const parser = this.#parser;
    const result = parser.execute(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (this.#listener === listener && typeof result !== 'number') this.#fail();
    else if (typeof result === 'number' && result < bytes.byteLength) this.#reusable = false;
    this.#acknowledge();
  }

  #acknowledge(): void {
    if (this.#paused || this.#closed || this.#unread === 0) return;
    const bytes = this.#unread;
    this.#unread = 0;
    this.#end.consumed(bytes);
  }

  #ended(): void {
    if (this.#listener) {
      // An answer without a length ends with its connection.
      this.#reusable = false;
      this.#parser?.finish();
      if (this.#listener) this.#fail();
    }
    this.close();
  }

  #fail(): void {
    const listener = this.#listener;
    this.#listener = null;
    if (this.#headRead) listener?.end(false);
    else listener?.failed(!this.#heard && this.#served > 0);
    this.close();
  }

  #complete(): void {
    const listener = this.#listener;
    this.#listener = null;
    this.pause(false);
    listener?.end(true);
    // After the parser has returned: it is not to be freed below its own feet.
    queueMicrotask(() => {
      this.#freeParser();
      this.#served++;
      if (this.#closed) return;
      if (this.#reusable && this.#upload.length === 0) this.onFree(true);
      else this.close();
    });
  }

  #pump(): void {
    while (this.#window > 0 && !this.#closed) {
      const next = this.#upload[0];
      if (!next) return;
      const length = Math.min(next.byteLength, PIECE_BYTES, this.#window);
      if (length < next.byteLength) this.#upload[0] = next.subarray(length);
      else this.#upload.shift();
      this.#window -= length;
      // The machine takes what it is sent away from its sender.
      this.#end.send(next.slice(0, length));
    }
  }

  #freeParser(): void {
    this.#parser?.free();
    this.#parser = null;
  }
}
