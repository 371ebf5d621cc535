import type { FromSocket, SocketRequest, ToSocket } from '../gateway-protocol.ts';
import { loopbackPort, type Place, placeOf } from '../place.ts';

/** What may be written in a subprotocol's name. @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/;

const HANDLERS = ['open', 'message', 'error', 'close'] as const;

/** Replaces `WebSocket` by one that reaches the ports of the machine; a browser's own goes to the network, which is closed. */
export function connectWebSockets(place: Place): void {
  const Native = window.WebSocket;
  const { serviceWorker } = navigator;

  const targetOf = (url: URL): { port: number; target: string } | null => {
    if (url.protocol !== 'ws:') return null;
    const target = url.pathname + url.search;
    if (url.host === location.host) return placeOf(url) ?? { port: place.port, target };
    const port = loopbackPort(url);
    return port === null ? null : { port, target };
  };

  class PreviewWebSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readonly url: string = '';
    binaryType: BinaryType = 'blob';
    readonly extensions = '';
    #protocol = '';
    #readyState = 0;
    #bufferedAmount = 0;
    #machine: MessagePort | null = null;
    /** Keeps `send` in order while a Blob is being read. */
    #sending: Promise<unknown> | null = null;

    constructor(address: string | URL, protocols: string | string[] = []) {
      super();
      const url = resolve(address);
      const names = [protocols].flat().map(String);
      if (
        names.some((name) => !TOKEN.test(name)) ||
        new Set(names.map((name) => name.toLowerCase())).size < names.length
      ) {
        throw new DOMException(`The subprotocol '${names.join(', ')}' is invalid.`, 'SyntaxError');
      }
      this.url = url.href;
      const target = targetOf(url);
      if (target) this.#connect(target, names);
      else this.#refused(url);
    }

    get protocol(): string {
      return this.#protocol;
    }

    get readyState(): number {
      return this.#readyState;
    }

    get bufferedAmount(): number {
      return this.#bufferedAmount;
    }

    send(data: string | Blob | ArrayBuffer | ArrayBufferView): void {
      if (this.#readyState === 0) {
        throw new DOMException(
          "Failed to execute 'send' on 'WebSocket': Still in CONNECTING state.",
          'InvalidStateError',
        );
      }
      const isBlob = data instanceof Blob;
      const content = isBlob ? data : copyOf(data);
      this.#bufferedAmount += sizeOf(content);
      if (this.#readyState > 1) return;
      if (!isBlob && !this.#sending) return this.#tell({ type: 'send', data: content as string | ArrayBuffer });
      const ready = Promise.resolve(content instanceof Blob ? content.arrayBuffer() : content);
      const sending = Promise.all([ready, this.#sending]).then(([read]) => {
        this.#tell({ type: 'send', data: read });
        if (this.#sending === sending) this.#sending = null;
      });
      this.#sending = sending;
    }

    close(code?: number, reason = ''): void {
      if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) {
        throw new DOMException(
          `The close code must be 1000 or between 3000 and 4999; ${code} is neither.`,
          'InvalidAccessError',
        );
      }
      if (new TextEncoder().encode(reason).byteLength > 123) {
        throw new DOMException('The close reason is longer than 123 bytes.', 'SyntaxError');
      }
      if (this.#readyState > 1) return;
      const isEarly = this.#readyState === 0;
      this.#readyState = 2;
      if (isEarly) return this.#tell({ type: 'abort' });
      const message: ToSocket = { type: 'close', code: code ?? (reason === '' ? null : 1000), reason };
      if (this.#sending) void this.#sending.then(() => this.#tell(message));
      else this.#tell(message);
    }

    #connect({ port, target }: { port: number; target: string }, protocols: string[]): void {
      const { port1, port2 } = new MessageChannel();
      this.#machine = port1;
      port1.onmessage = ({ data }: MessageEvent<FromSocket>) => this.#hear(data);
      const request: SocketRequest = {
        type: 'socket',
        machine: place.machine,
        port,
        target,
        protocols,
        origin: `http://localhost:${place.port}`,
        userAgent: navigator.userAgent,
        page: port2,
      };
      void serviceWorker.ready.then(({ active }) => active?.postMessage(request, [port2]));
      // Who leaves a page closes its sockets.
      window.addEventListener('pagehide', () => this.#tell({ type: 'close', code: 1001, reason: '' }));
    }

    /** Elsewhere: the browser's own refuses, in its own words. */
    #refused(url: URL): void {
      const native = new Native(url);
      native.onerror = () => this.dispatchEvent(new Event('error'));
      native.onclose = ({ code, reason, wasClean }) => {
        this.#readyState = 3;
        this.dispatchEvent(new CloseEvent('close', { code, reason, wasClean }));
      };
    }

    #tell(message: ToSocket): void {
      this.#machine?.postMessage(message);
    }

    #hear(message: FromSocket): void {
      switch (message.type) {
        case 'open':
          if (this.#readyState !== 0) return;
          this.#readyState = 1;
          this.#protocol = message.protocol;
          this.dispatchEvent(new Event('open'));
          return;
        case 'message': {
          if (this.#readyState !== 1) return;
          const { data } = message;
          const content = typeof data !== 'string' && this.binaryType === 'blob' ? new Blob([data]) : data;
          this.dispatchEvent(new MessageEvent('message', { data: content, origin: new URL(this.url).origin }));
          return;
        }
        case 'sent':
          this.#bufferedAmount -= message.bytes;
          return;
        case 'closing':
          this.#readyState = 2;
          return;
        case 'closed': {
          this.#readyState = 3;
          this.#machine?.close();
          if (message.failed) this.dispatchEvent(new Event('error'));
          const { code, reason, clean: wasClean } = message;
          this.dispatchEvent(new CloseEvent('close', { code, reason, wasClean }));
        }
      }
    }
  }

  for (const name of HANDLERS) defineHandler(PreviewWebSocket.prototype, name);
  for (const [state, name] of ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].entries()) {
    Object.defineProperty(PreviewWebSocket.prototype, name, { value: state, enumerable: true });
  }
  Object.defineProperty(PreviewWebSocket, 'name', { value: 'WebSocket', configurable: true });
  Object.defineProperty(window, 'WebSocket', { value: PreviewWebSocket, writable: true, configurable: true });
}

/** Throws as the native constructor does. @see https://websockets.spec.whatwg.org/#dom-websocket-websocket */
function resolve(address: string | URL): URL {
  if (!URL.canParse(address, document.baseURI)) {
    throw new DOMException(`Failed to construct 'WebSocket': The URL '${address}' is invalid.`, 'SyntaxError');
  }
  const url = new URL(address, document.baseURI);
  if (/^https?:$/.test(url.protocol)) url.protocol = url.protocol.replace('http', 'ws');
  if (!/^wss?:$/.test(url.protocol) || url.hash !== '' || url.href.endsWith('#')) {
    throw new DOMException(
      `Failed to construct 'WebSocket': The URL '${url.href}' is not one of a socket.`,
      'SyntaxError',
    );
  }
  return url;
}

function copyOf(data: string | ArrayBuffer | ArrayBufferView): string | ArrayBuffer {
  if (data instanceof ArrayBuffer) return data.slice();
  if (!ArrayBuffer.isView(data)) return String(data);
  return Uint8Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).buffer;
}

function sizeOf(content: string | Blob | ArrayBuffer): number {
  if (typeof content === 'string') return new TextEncoder().encode(content).byteLength;
  return content instanceof Blob ? content.size : content.byteLength;
}

/** An `on…` attribute: one listener, in the place of the first that was set. */
function defineHandler(prototype: EventTarget, name: string): void {
  const handlers = new WeakMap<EventTarget, { handler: unknown }>();
  Object.defineProperty(prototype, `on${name}`, {
    configurable: true,
    enumerable: true,
    get(this: EventTarget) {
      return handlers.get(this)?.handler ?? null;
    },
    set(this: EventTarget, handler: unknown) {
      const known = handlers.get(this);
      if (known) known.handler = handler;
      else {
        const slot = { handler };
        handlers.set(this, slot);
        this.addEventListener(name, (event) => {
          if (typeof slot.handler === 'function') slot.handler.call(this, event);
        });
      }
    },
  });
}
