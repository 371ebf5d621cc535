import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AnswerFolders } from '../../../playground/checks/answer-folder.ts';
import { CheckFailure } from '../../../playground/checks/failure.ts';
import type { FetchClient } from '../../../playground/checks/fetch-client.ts';
import { localTools } from '../../../playground/checks/local-tools.ts';
import { locatePrograms } from '../../../playground/checks/programs.ts';
import type { Toolkit } from '../../../playground/checks/toolkit.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let dir: string;
let toolkit: Toolkit;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'steady-stream-fetch-'));
  for (const folder of ['answer', 'scratch']) await mkdir(join(dir, folder));
  await writeFile(join(dir, 'answer/package.json'), '{ "type": "module" }');
});

afterEach(async () => {
  await Promise.all(toolkit.resources.map((resource) => resource.dispose()));
  await rm(dir, { recursive: true });
});

/** Reads a body piece by piece; asks again 2 s after a 503. */
const READER = `
export async function read({ url, body, signal, onPiece }) {
  const response = await fetch(url, { method: 'POST', body, headers: { 'X-Test': 'yes' }, signal });
  if (response.status === 503) {
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    return read({ url, body, signal, onPiece });
  }
  const reader = response.body.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const text = new TextDecoder().decode(piece.value);
      onPiece(text);
      if (text === 'enough') return { enough: true };
    }
  } catch (error) {
    throw Object.assign(error, { kind: 'broken', status: response.status });
  } finally {
    await reader.cancel().catch(() => {});
  }
  return { type: response.headers.get('content-type') };
}
`;

async function load(source = READER, name = 'read'): Promise<FetchClient> {
  await writeFile(join(dir, 'answer/client.ts'), source);
  const folders = await AnswerFolders.open(join(dir, 'answer'), join(dir, 'scratch'));
  const programs = await locatePrograms(join(dir, 'scratch'), join(dir, 'answer'));
  toolkit = localTools({ folders, programs, entry: 'server.ts' });
  return toolkit.tools.loadFetchClient(name);
}

async function read(): Promise<FetchClient> {
  const client = await load();
  await client.call({ url: '/things?a=1', body: 'Ü' }, ['onPiece']);
  return client;
}

test('a request is recorded, answered in pieces, and ends', async () => {
  const client = await read();
  expect(client.requests).toMatchObject([
    { url: 'http://localhost:8000/things?a=1', method: 'POST', body: 'Ü', createdAt: 0, phase: 'waiting' },
  ]);
  expect(client.requests[0]?.headers).toMatchObject({ 'x-test': 'yes' });
  expect(client.outcome).toEqual({ state: 'pending' });
  await client.answer(200, { 'Content-Type': 'text/plain' });
  await client.send('ab');
  await client.send('cdefg', 2);
  expect(client.calls('onPiece')).toEqual(['ab', 'cd', 'ef', 'g']);
  await client.end();
  expect(client.outcome).toEqual({ state: 'resolved', value: { type: 'text/plain' } });
  expect(client.requests[0]?.phase).toBe('ended');
});

test('a body can break off, and there can be no answer at all', async () => {
  const client = await read();
  await client.answer(200);
  await client.cut();
  expect(client.outcome).toMatchObject({
    state: 'rejected',
    error: { name: 'TypeError', kind: 'broken', status: 200 },
  });
  await client.call({ url: '/other' }, []);
  expect(client.requests).toHaveLength(1);
  await client.fail();
  expect(client.outcome).toMatchObject({ state: 'rejected', error: { name: 'TypeError' } });
});

test.each(['before the answer', 'in the middle of the body'])(
  'an abort %s reaches request and promise',
  async (when) => {
    const client = await read();
    if (when !== 'before the answer') await client.answer(200);
    await client.abort();
    expect(client.requests[0]?.phase).toBe('aborted');
    expect(client.outcome).toMatchObject({ state: 'rejected', error: { name: 'AbortError' } });
  },
);

test('whoever stops reading cancels the body, and sees nothing more of it', async () => {
  const client = await read();
  await client.answer(200);
  await client.send('enough');
  expect(client.requests[0]?.phase).toBe('cancelled');
  await client.send('more');
  expect(client.calls('onPiece')).toEqual(['enough']);
  expect(client.outcome).toEqual({ state: 'resolved', value: { enough: true } });
});

test('the next request is waited for in virtual time', async () => {
  const client = await read();
  await client.advance(500);
  await client.answer(503);
  expect(await client.untilNextRequest(1_999)).toBeNull();
  expect(await client.untilNextRequest(2_000)).toBe(2_000);
  await client.answer(204);
  expect(client.outcome.state).toBe('rejected');
});

test('a module without the function fails the check in words', async () => {
  const failure = await load('export const read = 7;').catch((error: unknown) => error);
  if (!(failure instanceof CheckFailure)) throw failure;
  expect(failure.finding.seen).toContain('does not export a function called read');
});

test('so does one that returns no promise', async () => {
  const client = await load('export const read = () => 7;');
  const failure = await client.call({}, []).catch((error: unknown) => error);
  if (!(failure instanceof CheckFailure)) throw failure;
  expect(failure.finding.seen).toContain('read() must return a promise');
});
