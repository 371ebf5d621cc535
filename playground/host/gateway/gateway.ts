import type { FromGateway, ToGateway } from '../gateway-protocol.ts';
import { Exchange, type Say } from './exchange.ts';
import type { Previews } from './previews.ts';
import { PreviewSocket } from './web-socket.ts';

/** Answers the service worker at the other end of `port` with a machine's servers. */
export class Gateway {
  readonly #previews: Previews;
  readonly #port: MessagePort;
  readonly #exchanges = new Map<number, Exchange>();

  constructor(previews: Previews, port: MessagePort) {
    this.#previews = previews;
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<ToGateway>) => this.#obey(data);
    // Not in every browser yet; the next service worker's port is the other sign that this one is gone.
    port.addEventListener('close', () => this.close());
  }

  /** The machine or the service worker is gone: what is under way ends, and nothing more is answered. */
  close(): void {
    for (const [id, exchange] of [...this.#exchanges]) {
      exchange.cancel();
      this.#say({ type: 'end', id, complete: false });
    }
    this.#port.onmessage = ({ data }: MessageEvent<ToGateway>) => {
      if (data.type === 'request') this.#say({ type: 'failed', id: data.id });
    };
  }

  #obey(message: ToGateway): void {
    switch (message.type) {
      case 'request': {
        const { id } = message;
        const exchange = new Exchange(message, this.#previews, this.#say, () => this.#exchanges.delete(id));
        if (!exchange.over) this.#exchanges.set(id, exchange);
        return;
      }
      case 'consumed':
        return this.#exchanges.get(message.id)?.consumed(message.bytes);
      case 'cancel':
        return this.#exchanges.get(message.id)?.cancel();
      case 'cookies':
        return this.#previews.followCookies(message);
      case 'socket':
        new PreviewSocket(message, this.#previews);
        return;
    }
  }

  readonly #say: Say = (message: FromGateway, transfer = []) => this.#port.postMessage(message, transfer);
}
