import type Library from 'ws';
import { checkClose, type SocketOptions, toSocketOptions, toSocketUrl } from './web-socket/arguments.ts';
import { CloseEvent, ErrorEvent, Handlers } from './web-socket/events.ts';
import { load } from './web-socket/library.cjs';

type Data = string | ArrayBuffer | ArrayBufferView | Blob;
type Listener<E> = ((event: E) => void) | null;

/** The connection ended without a closing handshake. */
const LOST = 1006;

/**
 * The global `WebSocket`, which reaches the machine's own ports.
 *
 * @see https://nodejs.org/api/globals.html#websocket
 */
export class WebSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readonly #url: URL;
  readonly #socket: Library;
  readonly #handlers = new Handlers(this);
  #binaryType: BinaryType = 'blob';

  constructor(address?: string | URL, given: string | readonly string[] | SocketOptions = []) {
    if (address === undefined) throw new TypeError('WebSocket constructor: 1 argument required, but 0 found.');
    const url = toSocketUrl(String(address));
    const { protocols, headers } = toSocketOptions(given);
    super();
    this.#url = url;
    const Socket = load();
    this.#socket = new Socket(url.href, protocols, { headers, maxPayload: 0 });
    this.#socket.binaryType = 'arraybuffer';
    this.#follow(this.#socket);
  }

  get url(): string {
    return this.#url.href;
  }

  get readyState(): 0 | 1 | 2 | 3 {
    return this.#socket.readyState;
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  get extensions(): string {
    return this.#socket.extensions;
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  get binaryType(): BinaryType {
    return this.#binaryType;
  }

  set binaryType(type: BinaryType) {
    this.#binaryType = type === 'arraybuffer' ? 'arraybuffer' : 'blob';
  }

  get onopen(): Listener<Event> {
    return this.#handlers.get('open');
  }

  set onopen(listener: Listener<Event>) {
    this.#handlers.set('open', listener);
  }

  get onmessage(): Listener<MessageEvent> {
    return this.#handlers.get('message');
  }

  set onmessage(listener: Listener<MessageEvent>) {
    this.#handlers.set('message', listener);
  }

  get onerror(): Listener<Event> {
    return this.#handlers.get('error');
  }

  set onerror(listener: Listener<Event>) {
    this.#handlers.set('error', listener);
  }

  get onclose(): Listener<CloseEvent> {
    return this.#handlers.get('close');
  }

  set onclose(listener: Listener<CloseEvent>) {
    this.#handlers.set('close', listener);
  }

  send(data: Data): void {
    if (this.readyState === this.CONNECTING) throw new DOMException('Sent before connected.', 'InvalidStateError');
    if (this.readyState !== this.OPEN) return;
    const known =
      typeof data === 'string' || data instanceof ArrayBuffer || ArrayBuffer.isView(data) || data instanceof Blob;
    this.#socket.send(known ? (data as string) : String(data));
  }

  close(code?: number, reason = ''): void {
    checkClose(code, reason);
    if (code === undefined) this.#socket.close();
    else this.#socket.close(code, reason);
  }

  #follow(socket: Library): void {
    const { origin } = this.#url;
    socket.on('open', () => this.dispatchEvent(new Event('open')));
    socket.on('message', (content: ArrayBuffer | Uint8Array, isBinary: boolean) => {
      this.dispatchEvent(new MessageEvent('message', { data: this.#received(content, isBinary), origin }));
    });
    let failed = false;
    socket.on('error', () => {
      failed = true;
      // A peer that breaks the protocol is not waited for.
      socket.terminate();
    });
    socket.addEventListener('close', ({ code, reason, wasClean }) => {
      if (failed || code === LOST) this.dispatchEvent(new ErrorEvent('error', { error: new TypeError('') }));
      const end = failed ? { code: LOST, reason: '', wasClean: false } : { code, reason, wasClean };
      this.dispatchEvent(new CloseEvent('close', end));
    });
  }

  #received(content: ArrayBuffer | Uint8Array, isBinary: boolean): string | ArrayBuffer | Blob {
    if (!isBinary) return new TextDecoder().decode(content);
    const bytes = content instanceof ArrayBuffer ? content : new Uint8Array(content).buffer;
    return this.#binaryType === 'blob' ? new Blob([bytes]) : bytes;
  }
}

export { CloseEvent };
