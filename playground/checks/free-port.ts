import { createServer } from 'node:net';

/** Below the ports that Linux gives to whoever connects, from 32768: one of those may be taken before a server is up. */
const RANGE = { first: 20_000, count: 12_000 } as const;

const given = new Set<number>();

/** Whether something could listen there now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}

/** A port that nothing listens on, and that was not given to anybody in this run. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = RANGE.first + Math.floor(Math.random() * RANGE.count);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}
