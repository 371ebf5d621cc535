import { parseAddress, resolveHost } from '../config/address.ts';
import type { Config, UpstreamConfig } from '../config/model.ts';
import { Scope } from '../config/scope.ts';
import { UpstreamGroup } from './group.ts';

/** The groups of a configuration, and those that a `proxy_pass` to an address makes by itself. */
export class UpstreamGroups {
  readonly #named: ReadonlyMap<string, UpstreamGroup>;
  readonly #implicit = new Map<string, UpstreamGroup>();

  constructor(config: Config) {
    this.#named = new Map([...config.upstreams].map(([name, group]) => [name, new UpstreamGroup(group)] as const));
  }

  /** Null when the host is neither a group nor an address. */
  find(host: string): UpstreamGroup | null {
    const key = host.toLowerCase();
    const known = this.#named.get(key) ?? this.#implicit.get(key);
    if (known) return known;
    const address = parseAddress(host, 80);
    const resolved = typeof address === 'string' ? null : resolveHost(address.host);
    if (typeof address === 'string' || resolved === null) return null;
    const server = {
      name: host,
      host: resolved,
      port: address.port,
      weight: 1,
      maxFails: 1,
      failTimeoutMs: 10_000,
      maxConnections: 0,
      backup: false,
      down: false,
    };
    const config: UpstreamConfig = {
      name: host,
      scope: new Scope('upstream', null),
      servers: [server],
      balancing: { method: 'round-robin' },
      keepalive: 0,
    };
    const group = new UpstreamGroup(config);
    this.#implicit.set(key, group);
    return group;
  }

  close(): void {
    for (const group of [...this.#named.values(), ...this.#implicit.values()]) group.idle.close();
  }
}
