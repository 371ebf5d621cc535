import type { ConnectionEnd } from '#machine/network.ts';
import { WINDOW_BYTES } from '#machine/protocol.ts';
import { Buffer } from '#node/builtins/buffer.ts';
import { MessageParser } from '#node/builtins/http/parser.ts';
import type { FromSocket, SocketRequest, ToSocket } from '../gateway-protocol.ts';
import { concat } from './content-decoder.ts';
import type { Previews } from './previews.ts';
import { encodeFrame, type Frame, FrameError, FrameReader, OPCODES } from './web-socket-frames.ts';
import { chosenProtocol, createKey, openingRequest } from './web-socket-handshake.ts';

/** How long the server may take for its part of the closing handshake, in milliseconds. */
const CLOSING_LIMIT = 10_000;

const NO_STATUS = 1005;
const ABNORMAL = 1006;

type Outcome = Omit<Extract<FromSocket, { type: 'closed' }>, 'type'>;

/** A page's WebSocket: speaks RFC 6455 to the machine's server for the port at which the page's end listens. */
export class PreviewSocket {
  readonly #request: SocketRequest;
  readonly #previews: Previews;
  readonly #key = createKey();
  readonly #frames = new FrameReader();
  readonly #opening = new MessageParser('response', null, undefined);
  #end: ConnectionEnd | null = null;
  #state: 'connecting' | 'open' | 'closing' | 'closed' = 'connecting';
  #queue: { readonly frame: Uint8Array; sent: number; readonly payload: number }[] = [];
  #window = WINDOW_BYTES;
  #fragments: Frame[] = [];
  #outcome: Outcome | null = null;

  constructor(request: SocketRequest, previews: Previews) {
    this.#request = request;
    this.#previews = previews;
    request.page.onmessage = ({ data }: MessageEvent<ToSocket>) => this.#obey(data);
    this.#opening.listener = {
      begin: () => {},
      head: (head) => {
        const { rawHeaders } = head;
        for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
          if (/^set-cookie$/i.test(rawHeaders[index]!)) previews.cookies.store(rawHeaders[index + 1]!, request.target);
        }
        const protocol = chosenProtocol(head, this.#key, request.protocols);
        if (protocol === null) queueMicrotask(() => this.#fail());
        else {
          this.#state = 'open';
          this.#say({ type: 'open', protocol });
        }
        return 2;
      },
      body: () => {},
      complete: () => {},
    };
    this.#connect();
  }

  #connect(): void {
    const { port, target } = this.#request;
    try {
      const end = this.#previews.network.connect('localhost', port);
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
      end.send(openingRequest(this.#request, this.#key, this.#previews.cookies.header(target.replace(/\?.*$/, ''))));
    } catch {
      this.#fail();
    }
  }

  #obey(message: ToSocket): void {
    if (this.#state === 'closed') return;
    if (message.type === 'send') {
      const isText = typeof message.data === 'string';
      const payload = isText ? new TextEncoder().encode(message.data) : new Uint8Array(message.data);
      this.#enqueue(isText ? OPCODES.text : OPCODES.binary, payload);
    } else if (message.type === 'abort' || this.#state === 'connecting') this.#fail();
    else if (this.#state === 'open') this.#beginClose(message.code, message.reason);
  }

  #beginClose(code: number | null, reason: string): void {
    this.#state = 'closing';
    this.#enqueue(OPCODES.close, closePayload(code, reason));
    setTimeout(() => this.#close({ code: ABNORMAL, reason: '', clean: false, failed: false }), CLOSING_LIMIT);
  }

  #receive(bytes: Uint8Array): void {
    this.#end?.consumed(bytes.byteLength);
    let rest = bytes;
    if (this.#state === 'connecting') {
      const read = this.#opening.execute(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      if (typeof read !== 'number') return this.#fail();
      rest = bytes.subarray(read);
    }
    try {
      for (const frame of this.#frames.push(rest)) this.#read(frame);
    } catch (error) {
      if (!(error instanceof FrameError || error instanceof TypeError)) throw error;
      this.#fail();
    }
  }

  #read(frame: Frame): void {
    if (this.#state === 'closed' || this.#outcome) return;
    if (frame.opcode === OPCODES.ping) return this.#enqueue(OPCODES.pong, frame.payload);
    if (frame.opcode === OPCODES.close) return this.#readClose(frame.payload);
    if (frame.opcode === OPCODES.pong) return;
    if ((frame.opcode === OPCODES.continuation) !== this.#fragments.length > 0) throw new FrameError('out of order');
    this.#fragments.push(frame);
    if (!frame.final) return;
    const [first] = this.#fragments;
    const payload = concat(this.#fragments.map((fragment) => fragment.payload));
    this.#fragments = [];
    // Invalid UTF-8 throws a TypeError.
    if (first?.opcode === OPCODES.text) this.#say({ type: 'message', data: UTF8.decode(payload) });
    else this.#say({ type: 'message', data: payload.slice().buffer });
  }

  #readClose(payload: Uint8Array): void {
    const code = payload.byteLength >= 2 ? (payload[0]! << 8) | payload[1]! : NO_STATUS;
    const reason = UTF8.decode(payload.subarray(2));
    this.#outcome = { code, reason, clean: true, failed: false };
    if (this.#state !== 'open') return;
    this.#say({ type: 'closing' });
    this.#beginClose(code === NO_STATUS ? null : code, reason);
  }

  #ended(): void {
    // Only now is the handshake over: the server closes first. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.1.1
    if (this.#state === 'connecting') this.#fail();
    else this.#close(this.#outcome ?? { code: ABNORMAL, reason: '', clean: false, failed: false });
  }

  #fail(): void {
    this.#close({ code: ABNORMAL, reason: '', clean: false, failed: true });
  }

  #close(outcome: Outcome): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    if (this.#end) this.#end.listener = null;
    this.#end?.close();
    this.#opening.free();
    this.#say({ type: 'closed', ...outcome });
  }

  #enqueue(opcode: number, payload: Uint8Array): void {
    const counted = opcode === OPCODES.text || opcode === OPCODES.binary ? payload.byteLength : 0;
    this.#queue.push({ frame: encodeFrame(opcode, payload), sent: 0, payload: counted });
    this.#pump();
  }

  #pump(): void {
    for (let next = this.#queue[0]; next && this.#window > 0 && this.#state !== 'closed'; next = this.#queue[0]) {
      const piece = next.frame.slice(next.sent, next.sent + this.#window);
      next.sent += piece.byteLength;
      this.#window -= piece.byteLength;
      const isWhole = next.sent === next.frame.byteLength;
      if (isWhole) this.#queue.shift();
      this.#end?.send(piece);
      if (isWhole && next.payload > 0) this.#say({ type: 'sent', bytes: next.payload });
    }
  }

  #say(message: FromSocket): void {
    this.#request.page.postMessage(message);
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function closePayload(code: number | null, reason: string): Uint8Array {
  if (code === null) return new Uint8Array();
  const text = new TextEncoder().encode(reason);
  const payload = new Uint8Array(2 + text.byteLength);
  new DataView(payload.buffer).setUint16(0, code);
  payload.set(text, 2);
  return payload;
}
