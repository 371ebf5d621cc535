import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundleChecks } from '../../playground/checks/bundle.ts';
import {
  type ExerciseFolder,
  readCourse,
  readExercise,
  readExerciseFolder,
} from '../../playground/checks/exercise-folder.ts';
import { grade } from '../../playground/checks/grade.ts';
import type { CheckEvent, CheckResult } from '../../playground/checks/protocol.ts';
import { BrowserMachine } from '../../playground/cli/browser-machine/browser-machine.ts';
import { readProgramFiles } from '../../playground/cli/browser-machine/program-files.ts';
import type { BrowserName } from '../../playground/cli/browser-page.ts';
import { buildRuntime } from '../../playground/cli/build-runtime.ts';
import { bundlePackage, bundleProgram } from '../../playground/cli/bundle-lab.ts';
import { ControlLineDecoder } from '../../playground/lab/control-lines.ts';
import { toldEachTime } from '../lessons/races.ts';
import { timeless } from '../lessons/timeless.ts';

// Several processes for each check, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 });

/** `npm run test:all`: every answer in every browser, not a sample. */
const ALL = process.env.TEST_ALL === 'yes';

interface Answer {
  readonly name: string;
  readonly layers: readonly string[];
  /** Checks to run; all of them when left out. */
  readonly only?: readonly string[];
}

interface Outcome {
  readonly id: string;
  readonly status: string;
  readonly message: string;
}

/** How many mutants of an exercise are judged in Chromium each time. */
const SAMPLE = 3;

/** Without `ALL`, what the walk through each lesson (tests/browser/lessons.test.ts) sees in both browsers is left to it. */
function answersOf({ solution, starter, alternatives, mutants }: ExerciseFolder, browser: BrowserName): Answer[] {
  const each = Math.ceil(mutants.length / SAMPLE);
  const right = [
    { name: 'solution', layers: [solution] },
    ...alternatives.map(({ name, dir }) => ({ name: `alternatives/${name}`, layers: [solution, dir] })),
  ];
  const wrong = [
    { name: 'starter', layers: [starter] },
    ...mutants
      .filter((_, index) => ALL || index % each === 0)
      .map(({ name, dir, check }) => ({ name: `mutants/${name}`, layers: [solution, dir], only: [check] })),
  ];
  if (ALL) return [...right, ...wrong];
  return browser === 'chromium' ? wrong : wrong.slice(0, 1);
}

/**
 * Folders are called otherwise there, and an engine shows other lines around an error. Firefox's has words of its own as
 * well, so of an error its name counts there.
 */
function outcome({ id, status, message }: CheckResult, browser: BrowserName): Outcome {
  const alike = timeless(message)
    .replace(/\/home\/programs\/\d+\/answer\//g, '…/')
    .replace(/^ +(?:file:|node:|<anonymous_script>)\S*:\d+\n(?:(?! *\w*Error\b).*\n)?(?: +\^+\n)?/gm, '')
    .replace(/^ +(?:at |Emitted 'error' event on ).+(?:\n|$)/gm, '');
  return { id, status, message: browser === 'firefox' ? alike.replace(/\b(\w+Error): .+/g, '$1') : alike };
}

async function gradeOnNode({ layers, only }: Answer, exercise: ExerciseFolder): Promise<readonly CheckResult[]> {
  const { checks } = await grade({ exercise: exercise.dir, layers, ...(only ? { only } : {}) });
  return checks;
}

/** What lies on the machine beside an answer: the session puts the same files there. */
type Beside = Readonly<Record<string, string>>;

async function gradeOnMachine(
  machine: BrowserMachine,
  { layers, only }: Answer,
  beside: Beside,
): Promise<CheckResult[]> {
  const files: Record<string, string> = { ...beside };
  for (const layer of layers) {
    for (const [name, content] of Object.entries(await readProgramFiles(layer))) files[`answer/${name}`] = content;
  }
  const nonce = 'control-line';
  const decoder = new ControlLineDecoder(nonce);
  const results: CheckResult[] = [];
  let output = '';
  const args = [
    'lab/checks/checks.cjs',
    '--dir',
    'answer',
    '--control',
    nonce,
    ...(only ? ['--only', only.join(',')] : []),
  ];
  await machine.run({ files, args, env: {} }, (chunk) => {
    const { messages, text } = decoder.push(chunk);
    output += text;
    for (const message of messages as CheckEvent[]) if (message.type === 'result') results.push(message.result);
  });
  if (results.length === 0) throw new Error(`The checks said nothing on the machine. They printed: ${output}`);
  return results;
}

const byId = (a: Outcome, b: Outcome) => a.id.localeCompare(b.id);
const slugs = (await readCourse()).groups.flatMap((group) => group.lessons);
const exercises = await Promise.all(slugs.map(readExercise));
/** It starts an edge and a Redis beside its servers, which lessons do as well. */
exercises.push(
  await readExerciseFolder(path.join(import.meta.dirname, 'edge-and-redis'), 'tests/parity/edge-and-redis'),
);
const besides = new Map<string, Beside>();
let folder = '';

async function bundled(name: string, bundle: (outfile: string) => Promise<void>): Promise<string> {
  const file = path.join(folder, name);
  await bundle(file);
  return readFile(file, 'base64');
}

async function besideOf(exercise: ExerciseFolder): Promise<Beside> {
  const { run = [], packages = [] } = exercise.contract;
  const files: Record<string, string> = {
    'lab/checks/checks.cjs': await bundled(`${exercise.slug}.cjs`, (file) => bundleChecks(exercise, file)),
    // Every workspace has one, so every check may start one.
    'lab/edge.cjs': await bundled('edge.cjs', (file) => bundleProgram('edge', file)),
  };
  for (const process of run) {
    if (process.kind !== 'lab') continue;
    const { lab } = process;
    files[`lab/${lab}.cjs`] = await bundled(`${lab}.cjs`, (file) => bundleProgram(lab, file));
  }
  for (const name of packages) {
    const index = await bundled(`package-${name}.cjs`, (file) => bundlePackage(name, file));
    files[`node_modules/${name}/index.js`] = index;
    files[`node_modules/${name}/package.json`] = Buffer.from('{"exports":"./index.js"}').toString('base64');
  }
  return files;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'steady-stream-runtime-'));
  await buildRuntime(folder);
  for (const exercise of exercises) besides.set(exercise.slug, await besideOf(exercise));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each<BrowserName>(['chromium', 'firefox'])('the checks on the machine in %s', (browser) => {
  let machine: BrowserMachine;

  beforeAll(async () => {
    machine = await BrowserMachine.launch(browser, folder);
  });
  afterAll(() => machine?.close());

  describe.each(exercises)('$slug', (exercise) => {
    it.each(answersOf(exercise, browser))('judge $name as on Node', async (answer) => {
      const [there, here] = await Promise.all([
        gradeOnMachine(machine, answer, besides.get(exercise.slug) ?? {}),
        gradeOnNode(answer, exercise),
      ]);
      const compared = (results: readonly CheckResult[]) =>
        results
          .map((result) => outcome(result, browser))
          .map((each) => ({ ...each, message: toldEachTime(exercise.slug, answer.name, each.message) }))
          .sort(byId);
      expect(compared(there)).toEqual(compared(here));
    });
  });
});
