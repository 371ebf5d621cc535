import { z } from 'zod';
import { LAB_SERVERS, PACKAGES, type RunPlan, type RunProcess } from './run-process.ts';
import { parseYaml } from './yaml-file.ts';

const file = z
  .string({ error: 'Expected the name of a file' })
  .regex(/^[\w-][\w./-]*$/, 'Expected a file of the exercise, as in server.ts');
const port = z
  .int({ error: 'Expected a port, a whole number' })
  .min(1, 'Expected a port from 1 to 32767')
  .max(32_767, 'Expected a port from 1 to 32767');

const processSchema = z
  .strictObject(
    {
      name: z
        .string({ error: 'Expected a name, as in “server 1”' })
        .regex(/^[a-z][a-z0-9 -]*$/, 'Expected a name in lower case, as in “server 1”'),
      file: file.optional(),
      lab: z.enum(['edge', ...LAB_SERVERS, 'swarm'], { error: 'Expected edge, redis, log, chat or swarm' }).optional(),
      conf: file.optional(),
      port: port.optional(),
      env: z.record(z.string(), z.string({ error: 'Expected text, in quotes' })).optional(),
      args: z.array(z.string({ error: 'Expected text, in quotes' }), { error: 'Expected a list of words' }).optional(),
    },
    { error: 'Expected a process, with a name and either `file` or `lab`' },
  )
  .transform((given, context): RunProcess => {
    const { name, lab } = given;
    const wrong = (key: string, message: string) => {
      context.issues.push({ code: 'custom', path: [key], message, input: given });
      return z.NEVER;
    };
    const kind = given.file !== undefined ? 'file' : lab === undefined ? null : lab;
    if (kind === null || (given.file !== undefined && lab !== undefined)) {
      return wrong('name', `Expected either \`file\` or \`lab\` in “${name}”`);
    }
    const keys = { file: ['file', 'port', 'env'], edge: ['conf', 'port'], swarm: ['args'] }[String(kind)] ?? ['port'];
    for (const key of ['conf', 'port', 'env', 'args'] as const) {
      if (given[key] !== undefined && !keys.includes(key)) {
        return wrong(key, `Not for a process with \`${kind === 'file' ? 'file' : `lab: ${kind}`}\``);
      }
    }
    if (kind === 'swarm') return { kind, name, args: given.args ?? [] };
    if (given.port === undefined) return wrong('port', `Expected the port that “${name}” listens on`);
    if (kind === 'file') {
      return { kind: 'server', name, file: given.file ?? '', port: given.port, env: given.env ?? {} };
    }
    if (kind !== 'edge') return { kind: 'lab', name, lab: kind, port: given.port };
    if (given.conf === undefined) return wrong('conf', `Expected the nginx.conf of “${name}”`);
    return { kind, name, conf: given.conf, port: given.port };
  });

/** The keys of a plan, for a schema that holds one. */
export const planShape = {
  run: z
    .array(processSchema, { error: 'Expected a list of processes' })
    .min(1, 'Expected at least one process')
    .optional(),
  preview: z.string({ error: 'Expected the name of a process' }).optional(),
  packages: z
    .array(z.enum(PACKAGES, { error: `Expected npm packages: ${PACKAGES.join(', ')}` }), {
      error: 'Expected a list of npm packages',
    })
    .optional(),
};

interface PlanKeys {
  /** The files that there are; left out where that is not known. */
  readonly files?: Readonly<Record<string, unknown>>;
  readonly run?: readonly RunProcess[] | undefined;
  readonly preview?: string | undefined;
  readonly packages?: readonly string[] | undefined;
}

const canShow = ({ kind }: RunProcess) => kind === 'edge' || kind === 'server';

/** What is wrong with a plan as a whole. */
export function checkPlan({ run, preview, packages, files }: PlanKeys, context: z.RefinementCtx): void {
  const wrong = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  if (run === undefined) {
    for (const [key, value] of Object.entries({ preview, packages })) {
      if (value !== undefined) wrong([key], 'Expected a list of processes under `run` as well');
    }
    return;
  }
  for (const [index, process] of run.entries()) {
    const before = run.slice(0, index);
    if (before.some(({ name }) => name === process.name)) wrong(['run', index, 'name'], 'Expected a name of its own');
    const [key, needed] =
      process.kind === 'edge' ? ['conf', process.conf] : ['file', 'file' in process && process.file];
    if (files !== undefined && needed && !Object.hasOwn(files, needed)) {
      wrong(['run', index, key], `Expected one of the files of the exercise: ${Object.keys(files).join(', ')}`);
    }
    const twin = before.find((other) => 'port' in other && 'port' in process && other.port === process.port);
    if (twin) wrong(['run', index, 'port'], `Expected a port of its own: “${twin.name}” has this one`);
  }
  const shown = run.filter(canShow).map(({ name }) => name);
  if (!run.some(({ kind }) => kind === 'server'))
    wrong(['run'], 'Expected a process with `file`: the learner’s server');
  else if (preview !== undefined && !shown.includes(preview)) {
    wrong(['preview'], `Expected an edge or a server: ${shown.join(', ')}`);
  }
}

/** The plan in what was read; null without one. The preview is the edge's if there is one, else the first server's. */
export function planOf({ run, preview, packages }: PlanKeys): RunPlan | null {
  if (run === undefined) return null;
  const shown = run.find(({ kind }) => kind === 'edge') ?? run.find(canShow);
  return { processes: run, preview: preview ?? shown?.name ?? '', packages: packages ?? [] };
}

const fileSchema = z.strictObject(
  { ...planShape, run: planShape.run.unwrap() },
  { error: 'Expected the keys run, preview, packages' },
);

/** Reads an experiment's `run.yaml` beside its `files`. Throws YamlError, whose message names file, line, path and what was expected. */
export function parsePlan(source: string, name: string, files: Readonly<Record<string, unknown>>): RunPlan | null {
  return planOf(
    parseYaml(
      source,
      name,
      fileSchema.superRefine((keys, context) => checkPlan({ ...keys, files }, context)),
    ),
  );
}
