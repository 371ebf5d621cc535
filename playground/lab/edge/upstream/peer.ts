import type { UpstreamServer } from '../config/model.ts';
import { clockTime } from '../log/time.ts';
import { peerName } from '../variables/builtin.ts';

/** One server of a group, and how it has fared. */
export class Peer {
  readonly server: UpstreamServer;
  /** Its address, as logs and `$upstream_addr` name it. */
  readonly name: string;
  currentWeight = 0;
  effectiveWeight: number;
  /** Requests that are with it now. */
  connections = 0;
  #fails = 0;
  #accessed = -Infinity;
  #checked = -Infinity;
  /** Alone in its group: there is nobody to turn to, so it is never given up. */
  readonly alone: boolean;

  constructor(server: UpstreamServer, alone: boolean) {
    this.server = server;
    this.alone = alone;
    this.name = peerName(server.host, server.port);
    this.effectiveWeight = server.weight;
  }

  /** Whether it may be tried: not marked down, not failed too often of late, not full. */
  get available(): boolean {
    const { down, maxFails, failTimeoutMs, maxConnections } = this.server;
    if (down) return false;
    if (this.alone) return true;
    if (maxFails > 0 && this.#fails >= maxFails && clockTime() - this.#checked <= failTimeoutMs) return false;
    return maxConnections === 0 || this.connections < maxConnections;
  }

  /** It was chosen. */
  taken(): void {
    this.connections++;
    const time = clockTime();
    if (time - this.#checked > this.server.failTimeoutMs) this.#checked = time;
  }

  /** It is done with. True when this failure puts it out of use for a while. */
  released(failed: boolean): boolean {
    this.connections--;
    if (this.alone) return false;
    const { maxFails, weight } = this.server;
    if (!failed) {
      if (this.#accessed < this.#checked) this.#fails = 0;
      return false;
    }
    this.#fails++;
    this.#accessed = clockTime();
    this.#checked = this.#accessed;
    if (maxFails === 0) return false;
    this.effectiveWeight = Math.max(0, this.effectiveWeight - Math.floor(weight / maxFails));
    return this.#fails >= maxFails;
  }
}

/** Chooses among peers that were not tried yet. Null when none may be. */
export interface Balancer {
  choose(tried: ReadonlySet<Peer>): Peer | null;
}

/** Smooth weighted round robin: the busiest weights take turns instead of runs. */
export function chooseByTurns(peers: readonly Peer[], tried: ReadonlySet<Peer>): Peer | null {
  let best: Peer | null = null;
  let total = 0;
  for (const peer of peers) {
    if (tried.has(peer) || !peer.available) continue;
    peer.currentWeight += peer.effectiveWeight;
    total += peer.effectiveWeight;
    if (peer.effectiveWeight < peer.server.weight) peer.effectiveWeight++;
    if (!best || peer.currentWeight > best.currentWeight) best = peer;
  }
  if (best) best.currentWeight -= total;
  return best;
}

/** Fewest connections for its weight; turns among equals. */
export function chooseLeastConnected(peers: readonly Peer[], tried: ReadonlySet<Peer>): Peer | null {
  let equals: Peer[] = [];
  for (const peer of peers) {
    if (tried.has(peer) || !peer.available) continue;
    const best = equals[0];
    const order = best ? peer.connections * best.server.weight - best.connections * peer.server.weight : -1;
    if (order < 0) equals = [peer];
    else if (order === 0) equals.push(peer);
  }
  return equals.length <= 1 ? (equals[0] ?? null) : chooseByTurns(equals, tried);
}

export function chooseAtRandom(peers: readonly Peer[], tried: ReadonlySet<Peer>): Peer | null {
  const candidates = peers.filter((peer) => !tried.has(peer) && peer.available);
  let at = Math.random() * candidates.reduce((sum, { server }) => sum + server.weight, 0);
  for (const peer of candidates) {
    at -= peer.server.weight;
    if (at < 0) return peer;
  }
  return candidates.at(-1) ?? null;
}
