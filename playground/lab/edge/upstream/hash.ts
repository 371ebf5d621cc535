import { isIP } from 'node:net';
import { crc32 } from '../crc32.ts';
import { chooseByTurns, type Peer } from './peer.ts';

/** After so many misses the balancing falls back to turns, as nginx's does. */
const MOST_TRIES = 20;

function byWeight(peers: readonly Peer[], place: number): Peer | undefined {
  let left = place;
  return peers.find((peer) => {
    left -= peer.server.weight;
    return left < 0;
  });
}

function totalWeight(peers: readonly Peer[]): number {
  return peers.reduce((sum, { server }) => sum + server.weight, 0);
}

/** `ip_hash`: the first three numbers of an IPv4 address, all of an IPv6 one. */
export function chooseByAddress(peers: readonly Peer[], tried: ReadonlySet<Peer>, address: string): Peer | null {
  const bytes = isIP(address) === 4 ? address.split('.').slice(0, 3).map(Number) : [...Buffer.from(address)];
  let hash = 89;
  for (let tries = 0; tries <= MOST_TRIES; tries++) {
    for (const byte of bytes) hash = (hash * 113 + byte) % 6271;
    const peer = byWeight(peers, hash % totalWeight(peers));
    if (peer && !tried.has(peer) && peer.available) return peer;
  }
  return chooseByTurns(peers, tried);
}

/** `hash <key>`. */
export function chooseByKey(peers: readonly Peer[], tried: ReadonlySet<Peer>, key: string): Peer | null {
  const bytes = Buffer.from(key, 'latin1');
  let sum = 0;
  for (let rehash = 0; rehash <= MOST_TRIES; rehash++) {
    const prefix = rehash > 0 ? Buffer.from(String(rehash)) : Buffer.alloc(0);
    sum = (sum + ((crc32(Buffer.concat([prefix, bytes])) >>> 16) & 0x7fff)) >>> 0;
    const peer = byWeight(peers, sum % totalWeight(peers));
    if (peer && !tried.has(peer) && peer.available) return peer;
  }
  return chooseByTurns(peers, tried);
}

interface Point {
  readonly hash: number;
  readonly peer: Peer;
}

const POINTS_PER_WEIGHT = 160;

/** `hash <key> consistent`: each server has many points on a circle; a key belongs to the next one. */
export class HashCircle {
  readonly #points: readonly Point[];

  constructor(peers: readonly Peer[]) {
    const points = peers.flatMap((peer) => pointsOf(peer)).sort((a, b) => a.hash - b.hash);
    this.#points = points.filter((point, at) => at === 0 || point.hash !== points[at - 1]!.hash);
  }

  choose(peers: readonly Peer[], tried: ReadonlySet<Peer>, key: string): Peer | null {
    const hash = crc32(Buffer.from(key, 'latin1'));
    const first = this.#points.findIndex((point) => point.hash >= hash);
    for (let step = 0; step <= MOST_TRIES; step++) {
      const point = this.#points[(Math.max(0, first) + step) % this.#points.length];
      if (point && !tried.has(point.peer) && point.peer.available) return point.peer;
    }
    return chooseByTurns(peers, tried);
  }
}

function pointsOf(peer: Peer): Point[] {
  const [, host = peer.server.name, port = ''] = /^(.*):(\d+)$/.exec(peer.server.name) ?? [];
  const base = Buffer.from(`${host}\0${port}`, 'latin1');
  const points: Point[] = [];
  let previous = 0;
  for (let number = 0; number < peer.server.weight * POINTS_PER_WEIGHT; number++) {
    const suffix = Buffer.alloc(4);
    suffix.writeUInt32LE(previous);
    previous = crc32(Buffer.concat([base, suffix]));
    points.push({ hash: previous, peer });
  }
  return points;
}
