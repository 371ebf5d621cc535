import {
  upstreamKeepaliveRequests,
  upstreamKeepaliveTime,
  upstreamKeepaliveTimeout,
} from '../config/blocks/upstream.ts';
import type { UpstreamConfig } from '../config/model.ts';
import { clockTime } from '../log/time.ts';
import type { UpstreamConnection } from './connection.ts';

/** Connections to a group's servers that wait for another request. @see https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive */
export class IdleConnections {
  readonly #config: UpstreamConfig;
  /** The one used last comes last. */
  #idle: UpstreamConnection[] = [];

  constructor(config: UpstreamConfig) {
    this.#config = config;
  }

  take(peer: string): UpstreamConnection | null {
    const connection = this.#idle.findLast((candidate) => candidate.peer === peer) ?? null;
    if (connection) this.#remove(connection);
    return connection;
  }

  /** Keeps a connection whose answer is over. False when it is to be closed instead. */
  keep(connection: UpstreamConnection): boolean {
    const { scope, keepalive } = this.#config;
    if (keepalive === 0 || connection.requests >= upstreamKeepaliveRequests.get(scope)) return false;
    if (clockTime() - connection.openedAt > upstreamKeepaliveTime.get(scope)) return false;
    if (this.#idle.length >= keepalive) this.#idle.shift()?.destroy();
    this.#idle.push(connection);
    const drop = () => {
      this.#remove(connection);
      connection.destroy();
    };
    connection.rest(upstreamKeepaliveTimeout.get(scope), drop);
    return true;
  }

  #remove(connection: UpstreamConnection): void {
    this.#idle = this.#idle.filter((candidate) => candidate !== connection);
  }

  close(): void {
    for (const connection of this.#idle) connection.destroy();
    this.#idle = [];
  }
}
