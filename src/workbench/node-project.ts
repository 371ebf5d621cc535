import { describeProcess, type RunPlan, type RunProcess } from '../../playground/checks/run-process.ts';
import type { ProjectFiles } from '../../playground/session/types.ts';
import startProgram from './node-project-start.mjs?raw';

/** What is downloaded: the files as they are edited, and what Run starts. */
export interface Downloadable {
  readonly title: string;
  /** Where it comes from. */
  readonly url: string;
  /** Names the package and its folder. */
  readonly name: string;
  readonly files: ProjectFiles;
  readonly entry: string;
  readonly plan: RunPlan | null;
}

/** One process as `start.mjs` reads it. `PAGE` in a word or in `env` is the page's port, `BEHIND` the one after it. */
interface Step {
  readonly name: string;
  /** Words after `node`. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What it listens on; null for clients. */
  readonly port: number | string | null;
  /** The project ends with the last of these. */
  readonly server: boolean;
}

/** The versions that the course runs with. */
export const PACKAGE_VERSIONS: Readonly<Record<string, string>> = { redis: '6.3.1', kafkajs: '2.2.4', ws: '8.23.0' };

/** Runs TypeScript without a flag. https://nodejs.org/docs/latest-v24.x/api/typescript.html */
const NODE = '>=22.18';

function stepOf(process: RunProcess): Step {
  const { name } = process;
  switch (process.kind) {
    case 'server': {
      const env = { ...process.env, PORT: String(process.port) };
      return { name, command: [process.file], env, port: process.port, server: true };
    }
    case 'edge':
      return {
        name,
        command: ['lab/edge.cjs', '--preview', '-c', process.conf],
        env: {},
        port: process.port,
        server: false,
      };
    case 'lab':
      return {
        name,
        command: [`lab/${process.lab}.cjs`, '--port', String(process.port)],
        env: {},
        port: process.port,
        server: false,
      };
    case 'swarm':
      return { name, command: ['lab/swarm.cjs', ...process.args], env: {}, port: null, server: false };
  }
}

/** The edge that stands before a server where the plan has none of its own: it serves the page. */
function pageEdge(upstream: string): Step {
  const command = ['lab/edge.cjs', '--listen', 'PAGE', '--root', '.', '--upstream', upstream];
  return { name: 'page', command, env: {}, port: 'PAGE', server: false };
}

/** Groups that begin one after the other, each once the one before listens; and the port of the page. */
function stepsOf({ plan, entry }: Downloadable): { readonly steps: readonly Step[][]; readonly page: string } {
  if (plan === null) {
    const server = { name: 'server', command: [entry], env: { PORT: 'BEHIND' }, port: 'BEHIND', server: true };
    return { steps: [[server], [pageEdge('BEHIND')]], page: 'PAGE' };
  }
  const of = (...kinds: readonly RunProcess['kind'][]) =>
    plan.processes.filter(({ kind }) => kinds.includes(kind)).map(stepOf);
  const shown = plan.processes.find(({ name }) => name === plan.preview);
  const own = shown?.kind === 'edge';
  const page = shown && 'port' in shown ? shown.port : 0;
  const groups = [of('lab'), of('server'), [...of('edge'), ...(own ? [] : [pageEdge(String(page))])], of('swarm')];
  return { steps: groups.filter(({ length }) => length > 0), page: own ? String(page) : 'PAGE' };
}

/** The lab's programs that a project needs, by their names. */
export function labPrograms(project: Downloadable): readonly string[] {
  const words = stepsOf(project).steps.flatMap((group) => group.flatMap(({ command }) => command.slice(0, 1)));
  const names = words.flatMap((word) => /^lab\/(\w+)\.cjs$/.exec(word)?.[1] ?? []);
  return [...new Set(names)];
}

function byHand(process: RunProcess): string {
  const ours = `node ${stepOf(process).command.join(' ')}`;
  switch (process.kind) {
    case 'server':
      return `\`${describeProcess(process)}\``;
    case 'edge':
      return `\`${ours}\`, or a real nginx: \`nginx -p "$PWD/" -c ${process.conf} -g 'daemon off;'\`, which may need sudo`;
    case 'lab':
      return {
        redis: `\`${ours}\`, or a real Redis: \`redis-server --port ${process.port}\``,
        log: `\`${ours}\`, or a real Kafka at this port`,
        chat: `\`${ours}\``,
      }[process.lab];
    case 'swarm':
      return `\`${ours}\`, last`;
  }
}

function readme(project: Downloadable): string {
  const { title, url, plan, entry, files } = project;
  const packages = plan?.packages ?? [];
  const { page } = stepsOf(project);
  const place =
    page === 'PAGE' ? '<http://localhost:3000> (`PORT=5000 npm start` moves it)' : `<http://localhost:${page}>`;
  const table = plan
    ? plan.processes.map((process) => `| ${process.name} | ${byHand(process)} |`)
    : [
        `| server | \`PORT=3001 node ${entry}\` |`,
        '| page | `node lab/edge.cjs --listen 3000 --root . --upstream 3001`: serves the files and passes the rest on |',
      ];
  return `# ${title}

From <${url}>.

## Start

You need Node 22.18 or newer, which runs TypeScript by itself.

\`\`\`sh
${packages.length > 0 ? 'npm install\n' : ''}npm start
\`\`\`

Then open ${place}. Ctrl+C ends all of it.

## What runs

\`npm start\` starts these; each can be started by hand instead, in this folder:

| | |
| --- | --- |
${table.join('\n')}

Yours: ${Object.keys(files)
    .map((name) => `\`${name}\``)
    .join(', ')}. The programs in \`lab/\` are the ones that the course runs in the browser: they need nothing but Node.
`;
}

/** The project's files by their paths; `programs` has the lab's by their names. */
export function nodeProject(project: Downloadable, programs: Readonly<Record<string, string>>): ProjectFiles {
  const { steps, page } = stepsOf(project);
  const packages = project.plan?.packages ?? [];
  const manifest = {
    name: project.name,
    private: true,
    type: 'module',
    engines: { node: NODE },
    scripts: { start: 'node start.mjs' },
    ...(packages.length > 0 && {
      dependencies: Object.fromEntries(packages.map((name) => [name, PACKAGE_VERSIONS[name]])),
    }),
  };
  const lab = Object.entries(programs).map(([name, text]) => [`lab/${name}.cjs`, text] as const);
  // The learner's files last: they win, whatever they are called.
  return {
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'README.md': readme(project),
    'start.json': `${JSON.stringify({ page, steps }, null, 2)}\n`,
    'start.mjs': startProgram,
    ...Object.fromEntries(lab),
    ...project.files,
  };
}
