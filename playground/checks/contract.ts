import { z } from 'zod';
import { checkPlan, planShape } from './run-plan.ts';
import { describeProcess } from './run-process.ts';
import { parseYaml } from './yaml-file.ts';

const text = z.string({ error: 'Expected text' }).trim().min(1, 'Expected text, not nothing');
const status = z
  .int({ error: 'Expected a status code, a whole number' })
  .min(100, 'Expected a status code from 100 to 599')
  .max(599, 'Expected a status code from 100 to 599');
const rules = z.array(text, { error: 'Expected a list of sentences' }).default([]);
const list = <T extends z.ZodType>(of: T, what: string) =>
  z.array(of, { error: `Expected a list of ${what}` }).min(1, `Expected at least one of: ${what}`);
const object = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject(shape, { error: `Expected the keys ${Object.keys(shape).join(', ')}` });

const answerSchema = object({
  status,
  when: text.optional(),
  headers: z.record(z.string(), text, { error: 'Expected header names and values' }).default({}),
  body: z.string({ error: 'Expected text' }).optional(),
});

const routeSchema = object({
  request: text.regex(
    /^([A-Z]+ \/\S*|anything else)$/,
    'Expected a method and a path, as in “GET /events”, or “anything else”',
  ),
  summary: text,
  body: text.optional(),
  answers: list(answerSchema, 'answers'),
  rules,
});

/** What a file is for; the long form also says that the learner leaves it as it is. */
const fileSchema = z.union([text, object({ text, readonly: z.boolean({ error: 'Expected true or false' }) })], {
  error: 'Expected text, or the keys text, readonly',
});

const contractSchema = object({
  title: text,
  summary: text,
  start: text.regex(/^node \S+$/, 'Expected a command as in “node server.ts”'),
  port: object({
    variable: text.regex(/^[A-Z_]+$/, 'Expected the name of an environment variable, as in PORT'),
    default: z.int({ error: 'Expected a port, a whole number' }).min(1).max(65_535),
  }),
  files: z
    .record(z.string(), fileSchema, { error: 'Expected file names, each with what it is for' })
    .refine((files) => Object.keys(files).length > 0, 'Expected at least one file'),
  /** Whether the learner may add files of their own. */
  newFiles: z.boolean({ error: 'Expected true or false' }).default(true),
  server: list(routeSchema, 'routes'),
  client: object({ file: text, exports: text, rules }).optional(),
  ...planShape,
})
  .superRefine(checkPlan)
  .transform(({ files, ...rest }) => ({
    ...rest,
    files: Object.fromEntries(
      Object.entries(files).map(([name, file]) => [name, typeof file === 'string' ? file : file.text]),
    ),
    /** Files that the learner leaves as they are. */
    readOnly: Object.keys(files).filter((name) => {
      const file = files[name];
      return typeof file === 'object' && file.readonly;
    }),
  }));

/** What an exercise asks for: all that its checks may test, shown to the learner before anything else. */
export type Contract = z.output<typeof contractSchema>;
export type ContractRoute = Contract['server'][number];
export type ContractAnswer = ContractRoute['answers'][number];

/** Reads an `exercise.yaml`. Throws YamlError, whose message names file, line, path and what was expected. */
export function parseContract(source: string, file: string): Contract {
  return parseYaml(source, file, contractSchema);
}

/** The contract as text for a terminal. */
export function formatContract(contract: Contract): string {
  const { title, summary, start, port, files, server, client, run } = contract;
  const width = Math.max(...Object.keys(files).map((name) => name.length));
  const lines = [
    title,
    '',
    ...wrap(summary),
    '',
    `Start: ${start}, listening on the port in ${port.variable} (${port.default} without it)`,
    '',
    'Files',
    ...Object.entries(files).flatMap(([name, about]) => wrap(about, `  ${name.padEnd(width)}  `)),
    ...(run === undefined ? [] : ['', 'Run starts', ...formatRun(run)]),
    ...server.flatMap((route) => ['', ...formatRoute(route)]),
  ];
  if (client) {
    lines.push('', client.file, ...block(client.exports), ...client.rules.flatMap((rule) => wrap(rule, '  - ')));
  }
  return lines.join('\n');
}

function formatRun(run: NonNullable<Contract['run']>): string[] {
  const width = Math.max(...run.map(({ name }) => name.length));
  return run.flatMap((process) => wrap(describeProcess(process), `  ${process.name.padEnd(width)}  `));
}

function formatRoute({ request, summary, body, answers, rules: notes }: ContractRoute): string[] {
  return [
    request + (body === undefined ? '' : `  ${body}`),
    ...wrap(summary, '  '),
    ...answers.flatMap(({ status: code, when, headers, body: content }) => [
      `  → ${code}${when === undefined ? '' : ` ${when}`}`,
      ...Object.entries(headers).map(([name, value]) => `    ${name}: ${value}`),
      ...(content === undefined ? [] : [...(Object.keys(headers).length > 0 ? [''] : []), ...block(content)]),
    ]),
    ...notes.flatMap((note) => wrap(note, '  - ')),
  ];
}

function block(content: string): string[] {
  return content
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`.trimEnd());
}

/** Breaks `content` at 100 columns; further lines are as far in as the first. */
function wrap(content: string, first = ''): string[] {
  const lines = [first];
  for (const word of content.split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    const joined = line.trim() === '' || line === first ? `${line}${word}` : `${line} ${word}`;
    if (joined.length > 100) lines.push(`${' '.repeat(first.length)}${word}`);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}
