import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CheckTools, StartOptions } from '../../playground/checks/check.ts';
import type { ChildExit } from '../../playground/checks/child.ts';
import { RealClock } from '../../playground/checks/clock/real-clock.ts';
import { confWithPorts, type EdgeOptions } from '../../playground/checks/edge.ts';
import { expect } from '../../playground/checks/expect.ts';
import { freePort } from '../../playground/checks/free-port.ts';
import { Server } from '../../playground/checks/server.ts';
import { RealRedis } from './real-redis.ts';

/** Text of the answer's files as they are tried: another timeout, or a mistake. */
export type Rewrite = (text: string) => string;

/** nginx's own files, which the edge does not have. */
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  .map((name) => `${name}_temp_path temp_${name};`)
  .join(' ');

const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url));

interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program in a process of its own, in real time. */
class RealServer extends Server {
  readonly #command: Command;
  #process: ChildProcess | null = null;

  constructor(clock: RealClock, command: Command) {
    super(clock, { host: '127.0.0.1', port: command.port, base: '' }, null);
    this.#command = command;
  }

  override async start(): Promise<void> {
    const { program, args, folder, port, env } = this.#command;
    let stderr = '';
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, ...env, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    while (!(await accepts(port))) {
      if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}: ${stderr}`);
      await delay(20);
    }
  }

  override get exit(): ChildExit | null {
    const child = this.#process;
    if (child === null || (child.exitCode === null && child.signalCode === null)) return null;
    return { code: child.exitCode, signal: child.signalCode };
  }

  override async kill(): Promise<void> {
    await this.#end('SIGKILL', 5_000);
  }

  override stop(ms: number): Promise<ChildExit | null> {
    return this.#end('SIGTERM', ms);
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    // nginx has children, which only it can end.
    if ((await this.#end('SIGTERM', 2_000)) === null) await this.kill();
  }

  async #end(signal: NodeJS.Signals, ms: number): Promise<ChildExit | null> {
    const child = this.#process;
    if (child === null) return null;
    child.kill(signal);
    const until = performance.now() + ms;
    while (child.exitCode === null && child.signalCode === null && performance.now() < until) await delay(10);
    if (child.exitCode === null && child.signalCode === null) return null;
    // What it sent last is on its way.
    await delay(50);
    return { code: child.exitCode, signal: child.signalCode };
  }
}

/**
 * The tools of a check for an answer in folders, one over the other, with Debian's nginx as the edge, Debian's Redis and
 * the time on the wall. What it starts ends with `stop`.
 */
export async function nginxStation(
  layers: readonly string[],
  rewrite: Rewrite = (text) => text,
): Promise<{ readonly tools: CheckTools; stop(): Promise<void> }> {
  const clock = new RealClock();
  const base = await mkdtemp(join(tmpdir(), 'steady-stream-station-'));
  // The answers import npm packages, and have none of their own.
  await symlink(PACKAGES, join(base, 'node_modules'));
  const started: { dispose(): Promise<void> }[] = [];
  const start = async (command: Command) => {
    const server = new RealServer(clock, command);
    started.push(server);
    await server.start();
    return server;
  };
  const copy = async () => {
    const folder = join(base, String(started.length));
    for (const layer of layers) await cp(layer, folder, { recursive: true });
    return folder;
  };
  const none = (what: string) => async () => {
    throw new Error(`There is no ${what} here.`);
  };

  const startServer = async ({ env = {} }: StartOptions = {}) => {
    const folder = await copy();
    const file = join(folder, 'server.ts');
    await writeFile(file, rewrite(await readFile(file, 'utf8')));
    return start({ program: process.execPath, args: [file], folder, port: await freePort(), env });
  };

  const startEdge = async ({ servers, ...given }: EdgeOptions) => {
    const folder = await copy();
    await mkdir(join(folder, 'logs'));
    const port = await freePort();
    const conf = 'conf' in given ? given.conf : await readFile(join(folder, given.file), 'utf8');
    const file = join(folder, 'real.conf');
    const own = `daemon off; pid nginx.pid; error_log stderr; ${process.getuid?.() === 0 ? 'user root;' : ''}`;
    const text = rewrite(confWithPorts(conf, servers, port)).replace(/\bhttp\s*\{/, `$& ${TEMPORARY} access_log off;`);
    await writeFile(file, `${own}\n${text}`);
    return start({ program: '/usr/sbin/nginx', args: ['-p', folder, '-c', file], folder, port });
  };

  const startRedis = async () => {
    const redis = new RealRedis(await freePort());
    started.push(redis);
    await redis.start();
    return redis;
  };

  return {
    tools: {
      startServer,
      startEdge,
      startRedis,
      loadClient: none('client'),
      loadFetchClient: none('client'),
      clock,
      expect,
    },
    async stop() {
      await Promise.all(started.map((server) => server.dispose()));
      await rm(base, { recursive: true, force: true });
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
