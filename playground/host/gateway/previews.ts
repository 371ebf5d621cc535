import type { Network } from '#machine/network.ts';
import { ConnectionPool } from './connection-pool.ts';
import { Cookies } from './cookies.ts';
import { StreamIds } from './stream-ids.ts';

/** How many requests may be under way to one port: what browsers hold over HTTP/1.1, and what they may over HTTP/2. */
const LIMITS = { h1: 6, h2: 100 } as const;

export type PreviewProtocol = keyof typeof LIMITS;

/** What all previews of one machine share, as all pages of a browser do: connections, cookies, streams to resume. */
export class Previews {
  readonly network: Network;
  readonly cookies = new Cookies();
  readonly streamIds = new StreamIds();
  /** Goes into each page before anything else of it. */
  readonly markup: string;
  readonly #pools = new Map<number, ConnectionPool>();
  #protocol: PreviewProtocol = 'h1';

  constructor(network: Network, script: string) {
    this.network = network;
    this.markup = script === '' ? '' : `<script>${script}</script>`;
  }

  get protocol(): PreviewProtocol {
    return this.#protocol;
  }

  /** Which limit on requests holds from now on. Bytes on the wire stay HTTP/1.1's. */
  set protocol(protocol: PreviewProtocol) {
    this.#protocol = protocol;
    for (const pool of this.#pools.values()) pool.serve();
  }

  pool(port: number): ConnectionPool {
    const known = this.#pools.get(port);
    if (known) return known;
    const pool = new ConnectionPool(this.network, port, () => LIMITS[this.#protocol]);
    this.#pools.set(port, pool);
    return pool;
  }

  close(): void {
    for (const pool of this.#pools.values()) pool.close();
  }
}
