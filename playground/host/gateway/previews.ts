import type { Network } from '#machine/network.ts';
import type { CookieRequest, ToCookies } from '../gateway-protocol.ts';
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
  readonly #machine: string;
  readonly #script: string;
  readonly #pools = new Map<number, ConnectionPool>();
  readonly #followers = new Set<() => void>();
  #protocol: PreviewProtocol = 'h1';

  constructor(network: Network, machine: string, script: string) {
    this.network = network;
    this.#machine = machine;
    this.#script = script;
    this.cookies.onChange = () => {
      for (const tell of this.#followers) tell();
    };
  }

  /** Goes into the page at `path` before anything else of it. */
  markup(path: string, port: number): string {
    const cookies = encodeURIComponent(JSON.stringify({ ...this.cookies.read(path), count: 0 }));
    return `<script data-prefix="/m/${this.#machine}/${port}" data-cookies="${cookies}">${this.#script}</script>`;
  }

  /** Tells a page of every change to the cookies that it may read, and takes its own. */
  followCookies({ page, path }: CookieRequest): void {
    let count = 0;
    const tell = () => page.postMessage({ ...this.cookies.read(path), count });
    this.#followers.add(tell);
    page.onmessage = ({ data }: MessageEvent<ToCookies | 'left'>) => {
      if (data === 'left') {
        this.#followers.delete(tell);
        page.close();
        return;
      }
      count = data.count;
      this.cookies.write(data.set, path);
    };
    tell();
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
