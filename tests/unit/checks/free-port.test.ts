import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const MODULE = fileURLToPath(new URL('../../../playground/checks/free-port.ts', import.meta.url));

/** What a process is given that asks for so many ports, and holds on while the others ask. */
async function portsOfProcess(count: number): Promise<readonly number[]> {
  const script = `
    import { freePort } from ${JSON.stringify(MODULE)};
    const ports = [];
    for (let index = 0; index < ${count}; index++) ports.push(await freePort());
    console.log(JSON.stringify(ports));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  return JSON.parse(stdout);
}

test('processes that ask at the same time never get the same port, nor one that the system gives away', async () => {
  const ports = (await Promise.all(Array.from({ length: 6 }, () => portsOfProcess(50)))).flat();
  expect(new Set(ports).size).toBe(300);
  expect(Math.max(...ports)).toBeLessThan(32_768);
}, 30_000);
