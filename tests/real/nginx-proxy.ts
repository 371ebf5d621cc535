import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../playground/checks/free-port.ts';
import { bundleProgram } from '../../playground/cli/bundle-lab.ts';
import type { NginxCase } from './nginx-case.ts';

export type ProxyKind = 'nginx' | 'edge';

/** The edge as one file: sixty modules take longer to load than most cases last. */
export async function bundleEdge(folder: string): Promise<string> {
  const outfile = path.join(folder, 'edge.cjs');
  await bundleProgram('edge', outfile);
  return outfile;
}

/** Where nginx keeps what it makes itself: the edge makes nothing of the kind. */
const NGINX_OWN = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  .map((name) => `${name}_temp_path temp_${name};`)
  .join(' ');

/** A proxy in front of itself: a first request through it, and a busy machine keeps the case waiting less. */
function warmUpServer(port: number): string {
  const listen = `listen 127.0.0.1:${port};`;
  return `server { ${listen} access_log off; location / { proxy_pass http://127.0.0.1:${port}/end; } location /end { return 204; } }`;
}

function confText(kind: ProxyKind, { main = '' }: NginxCase, http: string, warmUpPort: number): string {
  const own = kind === 'nginx' ? `daemon off; pid nginx.pid; ${process.getuid?.() === 0 ? 'user root;' : ''}` : '';
  const log = main.includes('error_log') ? '' : 'error_log stderr;';
  const events = main.includes('events') ? '' : 'events {}';
  const access = http.includes('access_log') ? '' : 'access_log off;';
  return `${own} ${log}\n${main}\n${events}\nhttp { ${kind === 'nginx' ? NGINX_OWN : ''} ${access}\n${http}\n${warmUpServer(warmUpPort)}\n}\n`;
}

export interface StartedProxy {
  readonly port: number;
  readonly folder: string;
  readonly stderr: () => string;
  signal(signal: NodeJS.Signals, http?: string): Promise<void>;
  /** Null while it runs. */
  exit(): number | string | null;
  stop(): Promise<void>;
}

/** Starts nginx or the edge on a case's configuration. */
export async function startProxy(
  kind: ProxyKind,
  edgeFile: string,
  nginxCase: NginxCase,
  ports: Readonly<Record<string, number>>,
): Promise<StartedProxy> {
  const folder = await mkdtemp(path.join(tmpdir(), `${kind}-`));
  await mkdir(path.join(folder, 'logs'));
  for (const [name, text] of Object.entries(nginxCase.files ?? {})) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const port = await freePort();
  const warmUpPort = await freePort();
  const file = path.join(folder, 'nginx.conf');
  const write = (http: string) => {
    const filled = http
      .replaceAll('LISTEN', String(port))
      .replaceAll(/PORT_(\w)/g, (_whole, name: string) => String(ports[name]));
    return writeFile(file, confText(kind, nginxCase, filled, warmUpPort));
  };
  await write(nginxCase.http);
  const words = ['-p', folder, '-c', file];
  const child =
    kind === 'nginx'
      ? spawn('/usr/sbin/nginx', words, { stdio: ['ignore', 'ignore', 'pipe'] })
      : spawn(process.execPath, [edgeFile, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  for (const wanted of [port, warmUpPort]) await untilListening(child, wanted, () => stderr);
  for (let count = 0; count < 3; count++) await (await fetch(`http://127.0.0.1:${warmUpPort}/`)).arrayBuffer();
  return {
    port,
    folder,
    stderr: () => stderr,
    exit: () => child.exitCode ?? child.signalCode,
    signal: async (signal, http) => {
      if (http !== undefined) await write(http);
      child.kill(signal);
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('close', resolve));
        child.kill('SIGTERM');
        await Promise.race([ended, sleep(2000).then(() => child.kill('SIGKILL'))]);
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilListening(child: ChildProcess, port: number, stderr: () => string): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    if (child.exitCode !== null) throw new Error(`It ended with exit code ${child.exitCode}: ${stderr()}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.on('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (open) return;
    await sleep(20);
  }
  throw new Error(`It does not listen: ${stderr()}`);
}

/** Lines of a file under the prefix; none when it is missing. */
export async function linesOf(folder: string, name: string): Promise<readonly string[]> {
  const text = await readFile(path.join(folder, name), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}
