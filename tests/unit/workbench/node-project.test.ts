import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { freePort } from '../../../playground/checks/free-port.ts';
import { parsePlan } from '../../../playground/checks/run-plan.ts';
import type { RunPlan } from '../../../playground/checks/run-process.ts';
import { bundleProgram } from '../../../playground/cli/bundle-lab.ts';
import { labPrograms, nodeProject, PACKAGE_VERSIONS } from '../../../src/workbench/node-project.ts';

type Files = Readonly<Record<string, string>>;

let labFolder = '';
beforeAll(async () => {
  labFolder = await mkdtemp(path.join(tmpdir(), 'steady-stream-lab-'));
  await Promise.all(['edge', 'redis', 'swarm'].map((name) => bundleProgram(name, path.join(labFolder, `${name}.js`))));
});
afterAll(() => rm(labFolder, { recursive: true }));

/** Two ports that are free, one after the other. */
async function freePorts(): Promise<number> {
  for (;;) {
    const [first, second] = [await freePort(), await freePort()];
    if (second === first + 1) return first;
  }
}

interface Started {
  readonly npm: ChildProcess;
  readonly folder: string;
  output(): string;
}

/** Unpacks a project as a reader does, and says `npm start` in it. */
async function npmStart(files: Files, plan: RunPlan | null, port: number): Promise<Started> {
  const project = { title: 'A test', url: 'http://localhost/', name: 'a-test', files, entry: 'server.ts', plan };
  const programs = await Promise.all(
    labPrograms(project).map(async (name) => [name, await readFile(path.join(labFolder, `${name}.js`), 'utf8')]),
  );
  const folder = await mkdtemp(path.join(tmpdir(), 'steady-stream-project-'));
  for (const [name, text] of Object.entries(nodeProject(project, Object.fromEntries(programs)))) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  // What npm install would bring.
  if (plan?.packages.length) await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'));
  const env = { ...process.env, PORT: String(port), PATH: `${path.dirname(process.execPath)}:${process.env.PATH}` };
  const npm = spawn('npm', ['start'], { cwd: folder, env, detached: true });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (text) => (output += text));
  onTestFinished(async () => {
    if (npm.exitCode === null && npm.signalCode === null && npm.pid) process.kill(-npm.pid, 'SIGTERM');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  for (const deadline = Date.now() + 20_000; !output.includes('Open http://'); ) {
    if (Date.now() > deadline || npm.exitCode !== null) throw new Error(`npm start:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { npm, folder, output: () => output };
}

async function firstEvent(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes('\n\n')) break;
  }
  return text;
}

const server = `
import { createServer, type ServerResponse } from 'node:http';
createServer((request, response: ServerResponse) => {
  if (request.url !== '/events') { response.writeHead(404).end(); return; }
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write(\`data: hello from \${process.env.NAME ?? 'one'}\\n\\n\`);
}).listen(Number(process.env.PORT));
`;

describe('a downloaded project on real Node', () => {
  test('serves its page, its stripped client and its stream with npm start, and all ends with it', async () => {
    const port = await freePorts();
    const files = {
      'server.ts': server,
      'client.ts': 'export const url: string = "/events";\n',
      'index.html': '<!doctype html><title>T</title><script type="module" src="client.ts"></script>',
    };
    const { npm } = await npmStart(files, null, port);
    const origin = `http://localhost:${port}`;
    expect(await (await fetch(`${origin}/`)).text()).toContain('<title>T</title>');
    const client = await fetch(`${origin}/client.ts`);
    expect(client.headers.get('content-type')).toContain('text/javascript');
    expect(await client.text()).not.toContain(': string');
    expect(await firstEvent(`${origin}/events`)).toBe('data: hello from one\n\n');

    process.kill(-npm.pid!, 'SIGINT');
    await once(npm, 'exit');
    await expect(fetch(`${origin}/`)).rejects.toThrow();
    await expect(fetch(`http://localhost:${port + 1}/events`)).rejects.toThrow();
  });

  test('starts every process of its plan, and its README says how to start each alone', async () => {
    const [redis, page] = [await freePorts(), await freePorts()];
    const run = `
run:
  - { name: redis, lab: redis, port: ${redis} }
  - { name: first, file: server.ts, port: ${redis + 1}, env: { NAME: first } }
  - { name: edge, lab: edge, conf: nginx.conf, port: ${page} }
  - { name: crowd, lab: swarm, args: ["--url", "http://localhost:${page}/events", "--clients", "3"] }
packages: [redis]
`;
    const files = {
      'server.ts': `import { createClient } from 'redis';
const redis = createClient({ url: 'redis://localhost:${redis}' });
await redis.connect();
process.env.NAME += ' and ' + (await redis.ping());
${server}`,
      'client.ts': 'export const url: string = "/events";\n',
      'index.html': '<!doctype html><title>T</title>',
      'nginx.conf': `events {} http { server { listen ${page}; location / { root .; } location /events {
        proxy_pass http://127.0.0.1:${redis + 1}; proxy_http_version 1.1; } } }`,
    };
    const { folder, output } = await npmStart(files, parsePlan(run, 'run.yaml', files), 1);
    const origin = `http://localhost:${page}`;
    expect(output()).toContain(`Open ${origin}`);
    expect(await (await fetch(`${origin}/index.html`)).text()).toContain('<title>T</title>');
    expect(await (await fetch(`${origin}/client.ts`)).text()).not.toContain(': string');
    expect(await firstEvent(`${origin}/events`)).toBe('data: hello from first and PONG\n\n');
    const readme = await readFile(path.join(folder, 'README.md'), 'utf8');
    for (const line of [
      'npm install',
      `redis-server --port ${redis}`,
      `PORT=${redis + 1} NAME=first node server.ts`,
      `nginx -p "$PWD/" -c nginx.conf`,
      'node lab/swarm.cjs --url',
    ]) {
      expect(readme).toContain(line);
    }
    for (const command of readme.matchAll(/`node (lab\/\w+\.cjs)/g)) {
      await readFile(path.join(folder, command[1]!));
    }
  });

  test('ends with its server’s exit code', async () => {
    const port = await freePorts();
    const files = { 'server.ts': `${server}\nsetTimeout(() => process.exit(3), 1500);\n` };
    const { npm, output } = await npmStart(files, null, port);
    const [code] = await once(npm, 'exit');
    expect(code).toBe(3);
    expect(output()).toContain('server ended with exit code 3');
  });

  test('asks for the versions of packages that the course runs with', () => {
    const versions: Readonly<Record<string, string>> = { ...manifest.dependencies, ...manifest.devDependencies };
    for (const [name, version] of Object.entries(PACKAGE_VERSIONS)) expect(versions[name]).toBe(version);
  });
});
