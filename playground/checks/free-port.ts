import { createServer, type Server } from 'node:net';

/** Below the ports that Linux gives to whoever connects, from 32768: one of those may be taken before a server is up. */
const FIRST = 20_000;
const BLOCKS = 200;
const BLOCK_SIZE = 60;

/** Listens on a port; null when something else does. */
function hold(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(null));
    server.listen(port, () => resolve(server));
  });
}

/** Whether something could listen there now. */
export async function isFree(port: number): Promise<boolean> {
  const probe = await hold(port);
  if (probe) await new Promise((closed) => probe.close(closed));
  return probe !== null;
}

/** Resolves to the first port of a block that is this process's own for as long as it lives. */
async function claimBlock(): Promise<number> {
  for (;;) {
    const first = FIRST + BLOCK_SIZE * Math.floor(Math.random() * BLOCKS);
    const claim = await hold(first);
    claim?.unref();
    if (claim) return first;
  }
}

let block: Promise<number> | null = null;
let given = 0;

/**
 * A port that nothing listens on. It stays free until its server is up: other processes that ask have ports of their own,
 * and here its turn comes again after 58 others.
 */
export async function freePort(): Promise<number> {
  block ??= claimBlock();
  const first = await block;
  for (;;) {
    const port = first + 1 + (given++ % (BLOCK_SIZE - 1));
    if (await isFree(port)) return port;
  }
}
