import type { ConnectionEnd, Network } from '#machine/network.ts';
import { Buffer } from '#node/builtins/buffer.ts';
import { MessageParser } from '#node/builtins/http/parser.ts';
import type { FromGateway, ToGateway } from './gateway-protocol.ts';

type GatewayRequest = Extract<ToGateway, { type: 'request' }>;

/** How much of an answer may be on its way to the browser before the machine's connection is left to fill up. */
const BROWSER_WINDOW_BYTES = 1024 * 1024;

/** Speaks HTTP/1.1 to the machine's servers for the service worker at the other end of `port`. The newest on a port answers. */
export class Gateway {
  readonly #network: Network;
  readonly #port: MessagePort;
  readonly #exchanges = new Map<number, Exchange>();

  constructor(network: Network, port: MessagePort) {
    this.#network = network;
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<ToGateway>) => {
      if (data.type === 'request') this.#open(data);
      else if (data.type === 'consumed') this.#exchanges.get(data.id)?.consumed(data.bytes);
      else this.#exchanges.get(data.id)?.cancel();
    };
  }

  #open(request: GatewayRequest): void {
    const say = (message: FromGateway, transfer: ArrayBuffer[] = []) => this.#port.postMessage(message, transfer);
    try {
      const end = this.#network.connect('localhost', request.port);
      this.#exchanges.set(request.id, new Exchange(end, request, say, () => this.#exchanges.delete(request.id)));
    } catch {
      say({ type: 'failed', id: request.id });
    }
  }
}

/** One request and its answer, on a connection of its own. */
class Exchange {
  readonly #end: ConnectionEnd;
  readonly #id: number;
  readonly #say: (message: FromGateway, transfer?: ArrayBuffer[]) => void;
  readonly #done: () => void;
  readonly #parser = new MessageParser('response', null, undefined);
  #started = false;
  #finished = false;
  #inFlight = 0;
  #unacknowledged = 0;

  constructor(
    end: ConnectionEnd,
    request: GatewayRequest,
    say: (message: FromGateway, transfer?: ArrayBuffer[]) => void,
    done: () => void,
  ) {
    this.#end = end;
    this.#id = request.id;
    this.#say = say;
    this.#done = done;
    this.#parser.listener = {
      begin: () => {},
      head: (head) => {
        // Interim answers (100, 103) are not for the page.
        if (head.statusCode < 200) return 0;
        this.#started = true;
        const { statusCode: status, statusMessage: statusText } = head;
        this.#say({ type: 'head', id: this.#id, status, statusText, headers: pairs(head.rawHeaders) });
        return request.method === 'HEAD' ? 1 : 0;
      },
      body: (bytes) => {
        const own = Uint8Array.from(bytes);
        this.#inFlight += own.byteLength;
        this.#say({ type: 'body', id: this.#id, bytes: own }, [own.buffer]);
      },
      complete: () => this.#finish(true),
    };
    end.listener = {
      data: (bytes) => this.#receive(bytes),
      end: () => {
        if (!this.#finished) this.#parser.finish();
        this.#finish(false);
      },
      reset: () => this.#finish(false),
      window: () => {},
    };
    end.send(requestBytes(request));
  }

  consumed(bytes: number): void {
    this.#inFlight -= bytes;
    this.#acknowledge();
  }

  cancel(): void {
    this.#finished = true;
    this.#end.listener = null;
    this.#end.reset();
    this.#release();
  }

  #receive(bytes: Uint8Array): void {
    const result = this.#parser.execute(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#unacknowledged += bytes.byteLength;
    if (typeof result !== 'number') this.#finish(false);
    this.#acknowledge();
  }

  #acknowledge(): void {
    if (this.#inFlight > BROWSER_WINDOW_BYTES || this.#unacknowledged === 0) return;
    const bytes = this.#unacknowledged;
    this.#unacknowledged = 0;
    this.#end.consumed(bytes);
  }

  #finish(complete: boolean): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#say(this.#started ? { type: 'end', id: this.#id, complete } : { type: 'failed', id: this.#id });
    // After the parser has returned: it is not to be freed below its own feet.
    queueMicrotask(() => {
      this.#end.consumed(this.#unacknowledged);
      this.#unacknowledged = 0;
      this.#end.close();
      this.#release();
    });
  }

  #release(): void {
    this.#parser.free();
    this.#done();
  }
}

function requestBytes(request: GatewayRequest): Uint8Array {
  const lines = [`${request.method} ${request.target} HTTP/1.1`, `Host: localhost:${request.port}`];
  for (const [name, value] of request.headers) lines.push(`${name}: ${value}`);
  const { body } = request;
  if (body) lines.push(`Content-Length: ${body.byteLength}`);
  lines.push('Connection: close', '', '');
  const head = Buffer.from(lines.join('\r\n'), 'latin1');
  return Uint8Array.from(body ? Buffer.concat([head, Buffer.from(body)]) : head);
}

function pairs(raw: readonly string[]): Array<readonly [string, string]> {
  const result: Array<readonly [string, string]> = [];
  for (let index = 0; index + 1 < raw.length; index += 2) result.push([raw[index]!, raw[index + 1]!]);
  return result;
}
