/** `npm run machine -- FILE [arguments]`: runs a program, with its folder, on the machine in a headless browser. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BrowserMachine } from './browser-machine/browser-machine.ts';
import { readProgramFiles } from './browser-machine/program-files.ts';
import type { BrowserName } from './browser-page.ts';
import { buildRuntime } from './build-runtime.ts';

const USAGE = `Usage: npm run machine -- [--firefox] FILE [arguments]

Runs FILE with node on the machine, in headless Chromium or Firefox. Its folder is mounted, names that begin with a dot
left out. Prints what the program prints and exits with its code.`;

function readArguments(
  words: readonly string[],
): { browser: BrowserName; file: string; rest: readonly string[] } | null {
  const browser = words[0] === '--firefox' ? 'firefox' : 'chromium';
  const [file, ...rest] = browser === 'firefox' ? words.slice(1) : words;
  return file === undefined || file.startsWith('-') ? null : { browser, file, rest };
}

async function run(browser: BrowserName, file: string, rest: readonly string[]): Promise<number> {
  const runtime = await mkdtemp(path.join(tmpdir(), 'steady-stream-runtime-'));
  try {
    const [files] = await Promise.all([readProgramFiles(path.dirname(file)), buildRuntime(runtime)]);
    const machine = await BrowserMachine.launch(browser, runtime);
    try {
      const program = { files, args: [path.basename(file), ...rest], env: {} };
      return await machine.run(program, (text) => process.stdout.write(text));
    } finally {
      await machine.close();
    }
  } finally {
    await rm(runtime, { recursive: true, force: true });
  }
}

const given = readArguments(process.argv.slice(2));
if (!given) {
  const asked = process.argv.length > 2 && /^(--help|-h)$/.test(process.argv[2]!);
  (asked ? console.log : console.error)(USAGE);
  process.exitCode = asked ? 0 : 2;
} else if (!(await stat(given.file).catch(() => null))?.isFile()) {
  console.error(`There is no file ${given.file}.`);
  process.exitCode = 2;
} else {
  process.exitCode = await run(given.browser, given.file, given.rest);
}
