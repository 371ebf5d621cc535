import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { VirtualClock } from '../../../playground/checks/clock/virtual-clock.ts';
import { freePort } from '../../../playground/checks/free-port.ts';
import { Server } from '../../../playground/checks/server.ts';
import { ServerProcess } from '../../../playground/checks/server-process.ts';

const folder = fileURLToPath(new URL('programs/', import.meta.url));
const preload = fileURLToPath(new URL('../../../playground/checks/clock/preload.ts', import.meta.url));

/** Starts one of the programs in `programs/` on `clock`; it ends with the test. */
export async function start(
  clock: VirtualClock,
  program: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const port = await freePort();
  const command = {
    options: ['--import', preload],
    entry: [program],
    folder,
    env: { ...env, PORT: String(port) },
    port,
  };
  const server = new Server(
    clock,
    { host: 'localhost', port, base: '' },
    async () => new ServerProcess(command, clock),
  );
  onTestFinished(() => server.dispose());
  await server.start();
  return server;
}
