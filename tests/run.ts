/**
 * Runs everything that proves the product right: `npm test`, or a part of it: `npm test -- unit browser`.
 * The last line is `N passed, N failed`; the exit code is 0 only when something ran and nothing failed.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installCommand, missingPackages } from './system-packages.ts';
import { type Tally, tallyReport } from './vitest-report.ts';

type Print = (chunk: Uint8Array) => void;

/** Runs one of the project's own tools on this Node. Resolves to its exit code; null when a signal ended it. */
function runTool(print: Print, script: string, words: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`node_modules/${script}`, ...words], {
      stdio: ['inherit', 'pipe', 'pipe'],
      env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    });
    for (const output of [child.stdout, child.stderr]) output.on('data', print);
    child.on('error', reject);
    child.on('close', resolve);
  });
}

type Part = (print: Print) => Promise<Tally>;

function tools(list: readonly (readonly [script: string, ...words: string[]])[]): Part {
  return async (print) => {
    for (const [script, ...words] of list) {
      if ((await runTool(print, script, words)) !== 0) return { passed: 0, failures: [script] };
    }
    return { passed: 1, failures: [] };
  };
}

function vitest(project: string): Part {
  return async (print) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'steady-stream-tests-'));
    const report = path.join(folder, 'report.json');
    try {
      const exitCode = await runTool(print, 'vitest/vitest.mjs', [
        'run',
        '--config=tests/vitest.config.ts',
        `--project=${project}`,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ]);
      return await tallyReport(report, exitCode);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

const PARTS: Readonly<Record<string, Part>> = {
  typecheck: tools([
    ['astro/bin/astro.mjs', 'sync', '--silent'],
    ['typescript/bin/tsc', '--noEmit'],
    ['astro/bin/astro.mjs', 'check', '--silent'],
  ]),
  lint: tools([['@biomejs/biome/bin/biome', 'check', '--error-on-warnings']]),
  spelling: tools([['cspell/bin.mjs', '--config=.cspell.yaml', '--no-progress']]),
  unit: vitest('unit'),
  real: vitest('real'),
  lessons: vitest('lessons'),
  parity: vitest('parity'),
  browser: vitest('browser'),
};

/** Most of the time it waits for the clocks of real servers: it begins at once, beside the parts before it. */
const BESIDE = 'real';

function chooseParts(words: readonly string[]): readonly string[] {
  const known = Object.keys(PARTS);
  const unknown = words.filter((word) => !known.includes(word));
  if (unknown.length > 0) {
    console.error(`There is no part called ${unknown.join(', ')}. The parts are: ${known.join(', ')}.`);
    process.exit(2);
  }
  return words.length === 0 ? known : known.filter((part) => words.includes(part));
}

const parts = chooseParts(process.argv.slice(2));

const missing = missingPackages();
if (missing.length > 0) {
  console.error(`The tests need system packages that are not installed: ${missing.join(', ')}. Install them with

  sudo ${installCommand(missing).join(' ')}

or let \`npm run test:fresh\` do that and run the tests.`);
  process.exit(1);
}

async function run(part: string, print: Print): Promise<Tally> {
  const began = performance.now();
  const tally = await PARTS[part]!(print);
  print(Buffer.from(`${part}: ${Math.round((performance.now() - began) / 1000)} s\n`));
  return tally;
}

const printed: Uint8Array[] = [];
const beside = parts.includes(BESIDE) ? run(BESIDE, (chunk) => printed.push(chunk)) : null;

let passed = 0;
const failures: string[] = [];
for (const part of parts) {
  console.log(`\n── ${part} ──`);
  const tally = await (part === BESIDE && beside ? beside : run(part, (chunk) => process.stdout.write(chunk)));
  if (part === BESIDE) process.stdout.write(Buffer.concat(printed));
  passed += tally.passed;
  failures.push(...tally.failures.map((failure) => `${part}: ${failure}`));
}
// Whoever reads only the end of a long log finds here what to look at.
if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}`);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 || passed === 0 ? 1 : 0;
