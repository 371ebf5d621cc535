import { normalizePath } from '#machine/files.ts';
import process, { setArguments } from '../builtins/process.ts';
import { system } from '../system.ts';
import type { CommonJsLoader } from './commonjs.ts';
import type { Linker } from './linker.ts';
import { resolve } from './resolve.ts';
import { readSource } from './source.ts';

/** Options that load a module before the program. @see https://nodejs.org/api/cli.html#--importmodule */
const PRELOADS: Readonly<Record<string, 'import' | 'require'>> = {
  '--import': 'import',
  '--require': 'require',
  '-r': 'require',
};

/** Options that change nothing here: types are always stripped, warnings about it never shown. */
const IGNORED_OPTIONS = /^--(no-warnings|experimental-strip-types|enable-source-maps|trace-uncaught|trace-warnings)$/;

/**
 * Runs `node [options] file [arguments]`. Understands what people type to run a server and nothing more.
 *
 * @see https://nodejs.org/api/cli.html
 */
export async function runProgram(linker: Linker, commonJs: CommonJsLoader): Promise<void> {
  const { args, cwd } = system().start;
  const { options, preloads, rest } = readOptions(args);
  const [file, ...programArguments] = rest;
  if (file === '--version' || file === '-v') {
    process.stdout.write(`${process.version}\n`);
    return;
  }
  if (file === undefined || file.startsWith('-')) {
    const problem = file === undefined ? 'there is no interactive prompt on this machine' : `bad option: ${file}`;
    process.stderr.write(`node: ${problem}\nUsage: node file.ts [arguments]\n`);
    return process.exit(9);
  }
  const wanted = normalizePath(file.startsWith('/') ? file : `${cwd}/${file}`);
  const path = resolve(system().files, wanted, wanted, 'require');
  setArguments([process.execPath, path, ...programArguments], options);
  for (const { specifier, kind } of preloads) {
    if (kind === 'import') await linker.import(specifier, `${cwd}/`);
    else commonJs.createRequire(`${cwd}/`)(specifier);
  }
  if (readSource(system().files, path, null).format === 'module') {
    // In Node a module runs as a microtask: promises that settle come before ticks. A script runs before both.
    await null;
    await linker.import(path, path);
  } else commonJs.load(path, true);
}

interface Preload {
  readonly specifier: string;
  readonly kind: 'import' | 'require';
}

/** Node's own options end at the program's file. */
function readOptions(args: readonly string[]): { options: string[]; preloads: Preload[]; rest: string[] } {
  const preloads: Preload[] = [];
  const rest = [...args];
  for (let word = rest[0]; word !== undefined; word = rest[0]) {
    const [name = '', value] = word.split(/=(.*)/s);
    const kind = PRELOADS[name];
    if (!kind && !IGNORED_OPTIONS.test(word)) break;
    rest.shift();
    const specifier = kind && (value ?? rest.shift());
    if (kind && specifier) preloads.push({ specifier, kind });
  }
  return { options: args.slice(0, args.length - rest.length), preloads, rest };
}
