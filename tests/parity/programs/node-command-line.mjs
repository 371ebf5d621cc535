import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

const folder = import.meta.dirname;

async function node(...args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => {
      said[name] += text;
    });
  }
  const code = await new Promise((resolve) => child.on('close', resolve));
  const clean = (text) => text.replaceAll(folder, '').replaceAll(process.execPath, 'node');
  // Where an error was thrown and what it is, without Node's own frames; engines word syntax errors in their own ways.
  const lines = clean(said.stderr).split('\n').filter((line) => !/^ +at |^Node\.js|^Expected |^ +throw |^ *$|^node:internal|^ +\^+$/.test(line));
  const shown = lines.map((line) => `\n  ${line.replace(/^(SyntaxError).*| \{$/, '$1')}`);
  return `${JSON.stringify(args)} ${code} ${JSON.stringify(clean(said.stdout))}${shown.join('')}`;
}

const show = (results) => console.log(results.join('\n'));

await Promise.all([
  node('--version'),
  node('-e', 'console.log(process.argv.slice(1), __filename, __dirname, module.id, typeof require)', 'a', '-b'),
  node('--eval=var kept = 1; console.log(globalThis.kept); import("node:os").then(({ EOL }) => console.log(typeof EOL))'),
  node('-e', 'import { basename } from "node:path"; console.log(basename("/a/b"), typeof require, import.meta.filename)'),
  node('--input-type=module', '-e', 'await null; console.log(this, import.meta.dirname)'),
  node('-e', 'const typed: number = 1; console.log(typed)'),
  node('-e', '\nthrow new Error("from the command line")'),
  node('-e', 'process.exitCode = 5'),
  node('-e'),
  node('-p', '[1, { a: { b: { c: {} } } }]'),
  node('-p'),
  node('--print', 'const a = process.argv.length; [a * 7, process.execArgv]', 'x'),
  node('-p', 'await 1'),
  node('--nonsense=1', 'x.js'),
]).then(show);

const file = (name, text) => writeFileSync(`${folder}/${name}`, text);
file('fine.cjs', '#!/usr/bin/env node\nconsole.log("must not run"); return;');
file('fine-module.mjs', 'import x from "./nowhere.mjs"; console.log("must not run"); await x;');
file('broken.cjs', '"use strict";\nlet a = ;\n');
file('broken-module.mjs', 'export const a = 1;\nexport const a = 2;\n');
file('sum.cjs', 'console.log(process.argv.slice(2), process.execArgv)');
await Promise.all([
  ...['fine.cjs', 'fine-module.mjs', 'broken.cjs', 'broken-module.mjs', 'none.cjs'].map((name) => node('--check', name)),
  node('-e', 'require("node:child_process").fork("./sum.cjs", ["forked"])'),
  node('--no-warnings', 'sum.cjs', '--check', '-e', '1'),
  node('--', 'sum.cjs', '-x'),
]).then(show);
for (const name of ['fine.cjs', 'fine-module.mjs', 'broken.cjs', 'broken-module.mjs', 'sum.cjs']) rmSync(`${folder}/${name}`);
