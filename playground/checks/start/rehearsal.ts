/**
 * `node --require start-sooner.cjs rehearsal.cjs`: uses the programs and packages as a check does, and keeps what V8
 * compiled for that.
 */
import { writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { PACKAGES } from '../run-process.ts';

/** The bundle's folder. */
declare const __dirname: string;

const require = createRequire(join(__dirname, 'rehearsal.cjs'));

async function startProgram(file: string, words: readonly string[], port: number): Promise<void> {
  process.argv = [process.argv0, join(__dirname, file), ...words];
  require(`./${file}`);
  while (!(await accepts(port))) await delay(10);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

async function useRedis(port: number): Promise<void> {
  const { createClient }: typeof import('redis') = require('./package-redis.cjs');
  const client = createClient({ url: `redis://127.0.0.1:${port}` });
  const second = client.duplicate();
  await Promise.all([client.connect(), second.connect()]);
  const heard = Promise.withResolvers<void>();
  await second.subscribe('news', () => heard.resolve());
  const id = await client.xAdd('log', '*', { data: '{}' }, { TRIM: { strategy: 'MAXLEN', threshold: 1000 } });
  await client.xRange('log', '-', '+', { COUNT: 10 });
  await client.xRead({ key: 'log', id: '0' }, { BLOCK: 10, COUNT: 10 });
  await client.multi().set('last', id).incr('count').exec();
  await client.publish('news', id);
  await heard.promise;
  client.destroy();
  second.destroy();
}

async function useEdge(port: number): Promise<void> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: 1\n\n');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port: upstream } = server.address() as AddressInfo;
  const conf = join(__dirname, 'rehearsal.conf');
  writeFileSync(
    conf,
    `events {} http { server { listen ${port}; location / { proxy_pass http://127.0.0.1:${upstream}; } } }\n`,
  );
  await startProgram('edge.cjs', ['-c', conf], port);
  await new Promise<void>((ended, failed) => {
    get({ port, host: '127.0.0.1' }, (response) => response.on('end', ended).resume()).on('error', failed);
  });
}

async function rehearse(): Promise<void> {
  const [redis, edge] = [await freePort(), await freePort()];
  await startProgram('redis.cjs', ['--port', String(redis)], redis);
  await useRedis(redis);
  await useEdge(edge);
  for (const name of PACKAGES) require(`./package-${name}.cjs`);
  require('./client-host.cjs');
  // Last: from now on no time passes.
  require('./preload.cjs');
  const { keepCompiled }: typeof import('./run-compiled.ts') = require('./run-compiled.cjs');
  keepCompiled();
  process.exit(0);
}

rehearse().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
