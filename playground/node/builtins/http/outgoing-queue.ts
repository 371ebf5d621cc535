import { HIGH_WATER_MARK, type Socket } from '../net/socket.ts';
import { OutgoingHeaders } from './outgoing-headers.ts';

export type Done = (error?: Error | null) => void;
export type Body = string | Uint8Array;

export interface Queued {
  readonly data: Body;
  readonly encoding: BufferEncoding | null;
  readonly callback: Done | null;
}

/**
 * The way to the connection. Until the message's turn comes (pipelining, a socket that connects), what is sent waits here.
 * Names with an underscore are Node's own: packages use them.
 */
export class OutgoingQueue extends OutgoingHeaders {
  outputData: Queued[] = [];
  /** Bytes in `outputData`, about: strings count their characters. */
  outputSize = 0;
  _headerSent = false;
  _onPendingData: (bytes: number) => void = () => {};
  /** How many times `cork` was called and not undone. */
  _corks = 0;
  #socket: Socket | null = null;
  readonly #highWaterMark: number;

  constructor(highWaterMark: number = HIGH_WATER_MARK) {
    super();
    this.#highWaterMark = highWaterMark;
  }

  get socket(): Socket | null {
    return this.#socket;
  }

  set socket(socket: Socket | null) {
    for (let i = 0; i < this._corks; i++) {
      socket?.cork();
      this.#socket?.uncork();
    }
    this.#socket = socket;
  }

  get connection(): Socket | null {
    return this.#socket;
  }

  set connection(socket: Socket | null) {
    this.socket = socket;
  }

  get writableCorked(): number {
    return this._corks;
  }

  get writableHighWaterMark(): number {
    return this.#socket?.writableHighWaterMark ?? this.#highWaterMark;
  }

  _writeRaw(data: Body, encoding: BufferEncoding | null, callback: Done | null): boolean {
    const socket = this.#socket;
    if (socket?.destroyed) return false;
    if (socket?.writable && this.#isCurrent(socket)) {
      if (this.outputData.length > 0) this._flushOutput(socket);
      return socket.write(data, encoding, callback ?? undefined);
    }
    this.outputData.push({ data, encoding, callback });
    this.outputSize += data.length;
    this._onPendingData(data.length);
    return this.outputSize < this.#highWaterMark;
  }

  /** Sends `data`, after the head if that is still to be sent: both in one packet. */
  _send(data: Body, encoding: BufferEncoding | null, callback: Done | null): boolean {
    if (this._headerSent || this._header === null) return this._writeRaw(data, encoding, callback);
    const head = this._header;
    this._headerSent = true;
    if (typeof data === 'string' && (!encoding || encoding === 'utf8' || encoding === 'latin1')) {
      return this._writeRaw(head + data, encoding, callback);
    }
    this.outputData.unshift({ data: head, encoding: 'latin1', callback: null });
    this.outputSize += head.length;
    this._onPendingData(head.length);
    return this._writeRaw(data, encoding, callback);
  }

  /** Hands all that waits to the socket. Undefined when nothing did, else what the last write returned. */
  _flushOutput(socket: Socket): boolean | undefined {
    const queued = this.outputData;
    if (queued.length === 0) return undefined;
    this.outputData = [];
    let accepted = true;
    socket.cork();
    for (const { data, encoding, callback } of queued) accepted = socket.write(data, encoding, callback ?? undefined);
    socket.uncork();
    const bytes = this.outputSize;
    this._onPendingData(-bytes);
    this.outputSize = 0;
    return accepted;
  }

  #isCurrent(socket: Socket): boolean {
    const current: OutgoingQueue | null = socket._httpMessage;
    return current === this;
  }
}
