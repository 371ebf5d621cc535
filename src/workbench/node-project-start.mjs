// Starts what start.json says, as Run does on the course's page. Ctrl+C ends all of it.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

if (!process.features.typescript) {
  console.error(`This needs Node 22.18 or newer, which runs TypeScript by itself. Yours is ${process.version}.`);
  process.exit(1);
}

const { page, steps } = JSON.parse(readFileSync(new URL('start.json', import.meta.url), 'utf8'));
const pagePort = Number(process.env.PORT ?? 3000);
const fill = (word) =>
  String(word)
    .replace(/^PAGE$/, String(pagePort))
    .replace(/^BEHIND$/, String(pagePort + 1));
const several = steps.flat().length > 2;
const running = new Map();

function end(code) {
  for (const child of running.keys()) child.kill();
  process.exitCode = code;
}

function start({ name, command, env, server }) {
  const values = Object.entries(env).map(([key, value]) => [key, fill(value)]);
  const child = spawn(process.execPath, command.map(fill), {
    cwd: import.meta.dirname,
    env: { ...process.env, ...Object.fromEntries(values) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.set(child, server);
  for (const [stream, print] of [
    [child.stdout, console.log],
    [child.stderr, console.error],
  ]) {
    createInterface({ input: stream }).on('line', (line) => print(several ? `${name} | ${line}` : line));
  }
  child.on('exit', (code) => {
    running.delete(child);
    if (process.exitCode !== undefined) return;
    if (code !== 0) console.error(`${name} ended with exit code ${code}`);
    // A server that is gone leaves the others to go on; without any, there is nothing to see.
    if (server && ![...running.values()].includes(true)) end(code ?? 1);
  });
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: 'localhost' });
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

async function listening(group) {
  for (const { name, port } of group) {
    if (port === null) continue;
    for (let tries = 0; !(await listens(Number(fill(port)))); tries++) {
      if (process.exitCode !== undefined) return;
      if (tries === 50) console.error(`${name} does not listen on port ${fill(port)} yet`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

process.on('SIGINT', () => end(130));
process.on('SIGTERM', () => end(143));
for (const group of steps) {
  if (process.exitCode !== undefined) break;
  for (const step of group) start(step);
  await listening(group);
}
if (process.exitCode === undefined) console.log(`Open http://localhost:${fill(page)}`);
