import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { stripTypes } from '../../../playground/session/strip-types.ts';
import { STRIPPED_LOADER } from '../../../playground/session/type-stripping.ts';

const run = promisify(execFile);

describe('stripped TypeScript', () => {
  test('keeps its lines and its imports', () => {
    const source = [
      "import { type A, b } from './b.ts';",
      "import './effect.ts';",
      'interface C {',
      '  d: string;',
      '}',
      'export const e = (f: C): A => b(f as unknown as A)!;',
      '',
    ].join('\n');
    expect(stripTypes(source, 'server.ts').split('\n')).toEqual([
      "import { b } from './b.ts';",
      "import './effect.ts';",
      '',
      '',
      '',
      'export const e = (f) => b(f );',
      '',
    ]);
  });

  test('of a file with a mistake is a module that throws it, with its place', async () => {
    const code = stripTypes('const a: = 1;\n', 'server.ts');
    const module = import(`data:text/javascript,${encodeURIComponent(code)}`);
    await expect(module).rejects.toThrow(/^server\.ts: Unexpected token \(1:10\)/);
  });

  test('runs on a Node that does not read TypeScript itself', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'stripped-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const files = {
      ...STRIPPED_LOADER,
      'server.ts': stripTypes(
        "import { greet } from './greet.ts';\nconsole.log(greet('you' as string));\n",
        'server.ts',
      ),
      'greet.ts': stripTypes('export const greet = (who: string): string => "Hello ".concat(who);\n', 'greet.ts'),
    };
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    const plainNode = ['--no-experimental-strip-types', 'server.ts'];
    await expect(run(process.execPath, plainNode, { cwd: folder })).rejects.toThrow(/ERR_UNKNOWN_FILE_EXTENSION/);
    const env = { ...process.env, NODE_OPTIONS: `--import=${pathToFileURL(path.join(folder, 'loader.mjs'))}` };
    const { stdout } = await run(process.execPath, plainNode, { cwd: folder, env });
    expect(stdout).toBe('Hello you\n');
  });
});
