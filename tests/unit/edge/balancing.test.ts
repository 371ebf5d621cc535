import { describe, expect, it } from 'vitest';
import type { UpstreamServer } from '#lab/edge/config/model.ts';
import { crc32 } from '#lab/edge/crc32.ts';
import { HashCircle } from '#lab/edge/upstream/hash.ts';
import { chooseByTurns, chooseLeastConnected, Peer } from '#lab/edge/upstream/peer.ts';

function peers(...weights: readonly number[]): Peer[] {
  return weights.map((weight, number) => {
    const server: UpstreamServer = {
      name: `10.0.0.${number + 1}:80`,
      host: `10.0.0.${number + 1}`,
      port: 80,
      weight,
      maxFails: 1,
      failTimeoutMs: 10_000,
      maxConnections: 0,
      backup: false,
      down: false,
    };
    return new Peer(server, false);
  });
}

const NONE: ReadonlySet<Peer> = new Set();

describe('turns', () => {
  it('are smooth: the heaviest does not get its share in one run', () => {
    const group = peers(5, 1, 1);
    const order = Array.from({ length: 7 }, () => group.indexOf(chooseByTurns(group, NONE)!));
    expect(order).toEqual([0, 0, 1, 0, 2, 0, 0]);
  });

  it('leave out who failed, until a success puts it right', () => {
    const group = peers(1, 1);
    group[0]!.taken();
    expect(group[0]!.released(true)).toBe(true);
    expect(group[0]!.available).toBe(false);
    expect(chooseByTurns(group, NONE)).toBe(group[1]);
  });
});

it('least_conn weighs connections', () => {
  const group = peers(2, 1);
  for (const taken of [0, 0, 1]) group[taken]!.taken();
  expect(chooseLeastConnected(group, NONE)).toBe(group[0]);
  group[0]!.taken();
  expect(chooseLeastConnected(group, NONE)).toBe(group[1]);
});

it('a consistent hash moves few keys when a server goes', () => {
  const group = peers(1, 1, 1, 1);
  const keys = Array.from({ length: 1000 }, (_, number) => `room-${number}`);
  const circle = new HashCircle(group);
  const before = keys.map((key) => circle.choose(group, NONE, key));
  const rest = group.slice(0, 3);
  const smaller = new HashCircle(rest);
  const moved = keys.filter((key, at) => before[at] !== group[3] && smaller.choose(rest, NONE, key) !== before[at]);
  expect(moved).toEqual([]);
  for (const peer of group) expect(before.filter((chosen) => chosen === peer).length).toBeGreaterThan(100);
});

it('crc32 is the one that everybody knows', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
});
