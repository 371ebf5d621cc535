import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserMachine } from '../../playground/cli/browser-machine/browser-machine.ts';
import { readProgramFiles } from '../../playground/cli/browser-machine/program-files.ts';

const PROGRAMS = fileURLToPath(new URL('programs/', import.meta.url));
const NODE_STYLE = fileURLToPath(new URL('node-style/', import.meta.url));
const IS_PROGRAM = /\.[cm]?[jt]s$/;

/** A program that is run on Node and on the machine. */
export interface Program {
  readonly name: string;
  /** Its folder, with what it requires. */
  readonly root: string;
  /** Below its folder. */
  readonly main: string;
}

export interface Outcome {
  readonly output: string;
  readonly code: number;
}

/** The programs in `programs/`, each a file of its own, and those in the style of Node's own tests. */
export async function readPrograms(): Promise<readonly Program[]> {
  const [own, style] = await Promise.all([readdir(PROGRAMS), readdir(path.join(NODE_STYLE, 'parallel'))]);
  return [
    ...own.filter((name) => IS_PROGRAM.test(name)).map((name) => ({ name, root: PROGRAMS, main: name })),
    ...style.map((name) => ({ name, root: NODE_STYLE, main: `parallel/${name}` })),
  ].sort((a, b) => a.name.localeCompare(b.name));
}

export function runOnNode({ root, main }: Program): Promise<Outcome> {
  return new Promise((resolve) => {
    const shell = execFile(
      'sh',
      ['-c', 'exec "$0" "$1" 2>&1', process.execPath, main],
      { cwd: root },
      (_error, stdout) => resolve({ output: normalize(stdout, root), code: shell.exitCode ?? -1 }),
    );
    shell.stdin?.end();
  });
}

export async function runOnMachine(machine: BrowserMachine, { root, main }: Program): Promise<Outcome> {
  const files =
    root === PROGRAMS ? { [main]: await readFile(path.join(root, main), 'base64') } : await readProgramFiles(root);
  let output = '';
  const code = await machine.run({ files, args: [main], env: {} }, (text) => {
    output += text;
  });
  return { output: normalize(output, /\/home\/programs\/\d+\//g), code };
}

/** What differs though the programs do the same: folders, process ids, and Node's frames of its own code. */
function normalize(output: string, folder: string | RegExp): string {
  return output
    .replaceAll(folder, '')
    .replace(/\(node:\d+\)/g, '(node:PID)')
    .replace(/^ +at .*\(?node:.*\n/gm, '');
}
