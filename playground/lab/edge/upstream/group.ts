import type { UpstreamConfig } from '../config/model.ts';
import type { HttpRequest } from '../http/request.ts';
import { chooseByAddress, chooseByKey, HashCircle } from './hash.ts';
import { IdleConnections } from './idle-connections.ts';
import { chooseAtRandom, chooseByTurns, chooseLeastConnected, Peer } from './peer.ts';

/** A group of servers that a request is balanced over. */
export class UpstreamGroup {
  readonly name: string;
  readonly idle: IdleConnections;
  readonly #config: UpstreamConfig;
  readonly #primary: readonly Peer[];
  readonly #backup: readonly Peer[];
  readonly #circle: HashCircle | null;

  constructor(config: UpstreamConfig) {
    this.#config = config;
    this.name = config.name;
    const alone = config.servers.length === 1;
    this.#primary = config.servers.filter(({ backup }) => !backup).map((server) => new Peer(server, alone));
    this.#backup = config.servers.filter(({ backup }) => backup).map((server) => new Peer(server, false));
    const { balancing } = config;
    this.#circle = balancing.method === 'hash' && balancing.consistent ? new HashCircle(this.#primary) : null;
    this.idle = new IdleConnections(config);
  }

  /** How many servers one request may be tried at. */
  get tries(): number {
    return [...this.#primary, ...this.#backup].filter(({ server }) => !server.down).length;
  }

  /** The next server for a request; null when none is left. */
  choose(request: HttpRequest, tried: ReadonlySet<Peer>): Peer | null {
    const peer = this.#choose(request, tried) ?? chooseByTurns(this.#backup, tried);
    peer?.taken();
    return peer;
  }

  #choose(request: HttpRequest, tried: ReadonlySet<Peer>): Peer | null {
    const { balancing } = this.#config;
    switch (balancing.method) {
      case 'round-robin':
        return chooseByTurns(this.#primary, tried);
      case 'least-conn':
        return chooseLeastConnected(this.#primary, tried);
      case 'ip-hash':
        return chooseByAddress(this.#primary, tried, request.client.remoteAddress);
      case 'random':
        return chooseAtRandom(this.#primary, tried);
      case 'hash': {
        const key = balancing.key.evaluate(request);
        return this.#circle ? this.#circle.choose(this.#primary, tried, key) : chooseByKey(this.#primary, tried, key);
      }
    }
  }
}
