import { createServer, type Server } from 'node:net';

/** Below the ports that Linux gives to whoever connects, from 32768: one of those may be taken before a server is up. */
const FIRST = 20_000;
const BLOCKS = 24;
/** A server that was killed wants its port back, while checks beside it ask for new ones. */
const BLOCK_SIZE = 500;

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
  const start = Math.floor(Math.random() * BLOCKS);
  for (let index = 0; index < BLOCKS; index++) {
    const first = FIRST + BLOCK_SIZE * ((start + index) % BLOCKS);
    const claim = await hold(first);
    claim?.unref();
    if (claim) return first;
  }
  throw new Error(
    `No ports are left between ${FIRST} and ${FIRST + BLOCKS * BLOCK_SIZE}: too many checks run at a time`,
  );
}

let block: Promise<number> | null = null;
let given = 0;

/**
 * A port that nothing listens on. It stays free until its server is up: other processes that ask have ports of their own,
 * and here its turn comes again after 498 others. Throws when other processes have all ports.
 */
export async function freePort(): Promise<number> {
  block ??= claimBlock();
  const first = await block;
  for (;;) {
    const port = first + 1 + (given++ % (BLOCK_SIZE - 1));
    if (await isFree(port)) return port;
  }
}
