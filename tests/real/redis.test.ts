import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisServer } from '#lab/redis/server.ts';
import { normaliseReceived } from './redis-normalise.ts';
import { readScripts, type Script } from './redis-script.ts';
import { type StartedRedis, startRealRedis } from './redis-server.ts';
import { type Received, runScript } from './redis-session.ts';

const PROTOCOLS = [2, 3] as const;
const files = readScripts(path.join(import.meta.dirname, 'redis-scripts'));
const scripts = files.flatMap(([, inFile]) => inFile);

let real: StartedRedis;
const ours = new RedisServer();
let ourPort: number;

beforeAll(async () => {
  real = await startRealRedis();
  ourPort = await ours.listen(0, '127.0.0.1');
});

afterAll(async () => {
  await ours.close();
  await real.stop();
  const steps = scripts.reduce((sum, script) => sum + script.steps.length, 0);
  console.log(
    `redis: ${scripts.length * PROTOCOLS.length} cases against redis-server (${scripts.length} scripts in RESP2 and RESP3, ${steps} steps)`,
  );
});

/** A line for each step: what was asked, and the bytes that came over each connection. */
function readable(script: Script, transcript: readonly Received[]): readonly string[] {
  return script.steps.map((step, index) => {
    const received = transcript[index];
    const came = Object.entries(received ? normaliseReceived(received, step) : {}).filter(([, bytes]) => bytes !== '');
    return [`${index}: ${step.line}`, ...came.map(([name, bytes]) => `${name} ${JSON.stringify(bytes)}`)].join('  ');
  });
}

describe.each(files)('%s: replies as redis-server does', (_, inFile) => {
  const cases = inFile.flatMap((script) => PROTOCOLS.map((protocol) => ({ title: script.title, script, protocol })));
  // On a busy machine, a message may come so late that it counts to the next step. A difference in what is sent comes again.
  it.each(cases)('$title, RESP$protocol', { retry: 2 }, async ({ script, protocol }) => {
    const expected = await runScript(real.port, script, protocol, null);
    const actual = await runScript(ourPort, script, protocol, expected);
    expect(readable(script, actual)).toEqual(readable(script, expected));
  });
});

it('compares enough to mean something', () => {
  expect(scripts.length).toBeGreaterThanOrEqual(40);
  expect(scripts.flatMap((script) => script.steps).length).toBeGreaterThanOrEqual(150);
});
