import type { Machine } from './machine.ts';
import { spawnNode } from './spawned.ts';

/** What `node --version` says: `v24.21.0`. Empty when it says nothing of that form. */
export async function askNodeVersion(machine: Machine): Promise<string> {
  let printed = '';
  const program = await spawnNode(machine, {
    args: ['--version'],
    env: {},
    onText: (text) => {
      printed += text;
    },
  });
  await program.ended;
  return /v\d+\.\d+\.\d+\S*/.exec(printed)?.[0] ?? '';
}

/**
 * Whether this Node runs `.ts` files without being asked to.
 *
 * @see https://nodejs.org/api/typescript.html
 */
export function runsTypeScript(version: string): boolean {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
  // One that does not tell its version is taken for a current one.
  if (major === undefined || Number(major) >= 24) return true;
  return (Number(major) === 23 && Number(minor) >= 6) || (Number(major) === 22 && Number(minor) >= 18);
}
