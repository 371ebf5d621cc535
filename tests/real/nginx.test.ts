import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_CASES } from './nginx-cases/index.ts';
import { differences, prepare } from './nginx-observe.ts';
import { bundleEdge } from './nginx-proxy.ts';

let folder: string;
let edgeFile: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'edge-bundle-'));
  edgeFile = await bundleEdge(folder);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  const count = ALL_CASES.flatMap(([, cases]) => cases).length;
  console.log(`nginx: ${count} cases against nginx 1.22`);
});

describe('as nginx does', () => {
  const cases = ALL_CASES.flatMap(([group, inGroup]) => inGroup.map((nginxCase) => ({ ...nginxCase, group })));
  it.concurrent.each(cases)('$group: $title', { retry: 2 }, async (nginxCase) => {
    const stages = await Promise.all([prepare('nginx', edgeFile, nginxCase), prepare('edge', edgeFile, nginxCase)]);
    const playing = stages[0].play(null);
    const [nginx, edge] = await Promise.all([playing, stages[1].play(playing)]);
    const found = new Map(differences(nginx, edge));
    for (const part of nginxCase.differs?.what ?? []) {
      // A difference that is no more is to be struck off the list.
      expect([part, found.delete(part)]).toEqual([part, true]);
    }
    expect(Object.fromEntries(found)).toEqual({});
  });
});

it('compares enough to mean something', () => {
  expect(ALL_CASES.flatMap(([, cases]) => cases).length).toBeGreaterThanOrEqual(40);
});
