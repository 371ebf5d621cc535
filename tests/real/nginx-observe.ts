import { setTimeout as sleep } from 'node:timers/promises';
import type { NginxCase, ObservedPart } from './nginx-case.ts';
import { Client, type SeenAnswer } from './nginx-client.ts';
import { Clock } from './nginx-clock.ts';
import { linesOf, type ProxyKind, type StartedProxy, startProxy } from './nginx-proxy.ts';
import { type StartedServers, startServers } from './nginx-servers.ts';

/** What a case showed, without what differs from run to run. */
export interface Observation {
  readonly clients: readonly {
    readonly answers: readonly SeenAnswer[];
    readonly arrivals: Readonly<Record<string, string>>;
    readonly end: string;
  }[];
  /** Milliseconds, to be compared loosely: first byte and end of each client. */
  readonly times: readonly (number | null)[];
  readonly requests: readonly { readonly server: string; readonly head: readonly string[]; readonly body: string }[];
  /** How long the answers that were not finished were wanted: null for to the end. */
  readonly 'server-ends': readonly (number | null)[];
  readonly errors: readonly string[];
  readonly files: readonly string[];
  readonly exit: number | string | null;
}

function withoutPorts(text: string, ports: Readonly<Record<string, number>>, own: number, folder: string): string {
  let plain = text.replaceAll(folder, 'PREFIX').replaceAll(String(own), 'LISTEN');
  for (const [name, port] of Object.entries(ports)) plain = plain.replaceAll(String(port), `PORT_${name}`);
  return plain;
}

/** The error log without time, process and connection numbers. */
function errorLines(stderr: string): string[] {
  return stderr
    .split('\n')
    .map((line) => /^\S+ \S+ \[(\w+)\] \S+: (?:\*\d+ )?(.*)$/.exec(line))
    .flatMap((match) => (match && match[1] !== 'notice' ? [`[${match[1]}] ${match[2]}`] : []));
}

/** A proxy that is ready for a case. */
export interface Stage {
  /**
   * Plays the case once, and stops everything. What `expected` shows may come a little later than it came there: the
   * machine may be busy with something else.
   */
  play(expected: Promise<Observation> | null): Promise<Observation>;
}

/** The last client is watched at least so long. */
const LEAST_WATCH_MS = 400;

/** How much longer what is expected is waited for. */
const PATIENCE_MS = 3000;

/** Starts a case's servers, and nginx or the edge in front of them. */
export async function prepare(kind: ProxyKind, edgeFile: string, nginxCase: NginxCase): Promise<Stage> {
  const clock = new Clock();
  const servers = await startServers(nginxCase.servers ?? {}, clock);
  const proxy = await startProxy(kind, edgeFile, nginxCase, servers.ports);
  return { play: (expected) => play({ nginxCase, clock, servers, proxy }, expected) };
}

interface Running {
  readonly nginxCase: NginxCase;
  readonly clock: Clock;
  readonly servers: StartedServers;
  readonly proxy: StartedProxy;
}

async function startClients({ nginxCase, clock, proxy }: Running, clients: Client[]): Promise<void> {
  const startedAt = performance.now();
  for (const script of nginxCase.clients) {
    const { at = 0 } = script;
    const before = clients.at(-1);
    if (at === 'in turn') while (before && !before.isAnswered) await sleep(5);
    else await sleep(Math.max(0, at - (performance.now() - startedAt)));
    clients.push(new Client(proxy.port, script, clock));
  }
}

async function play(running: Running, comes: Promise<Observation> | null): Promise<Observation> {
  const { nginxCase, proxy, servers } = running;
  const clients: Client[] = [];
  try {
    const startedAt = performance.now();
    const started = startClients(running, clients);
    const proxySteps = (nginxCase.proxy ?? []).map(async ({ at, signal, http }) => {
      await sleep(at);
      await proxy.signal(signal, http);
    });
    await Promise.race([started, sleep(nginxCase.watchMs + PATIENCE_MS)]);
    await Promise.all(proxySteps);
    const soonest = Math.max(startedAt + nginxCase.watchMs, performance.now() + LEAST_WATCH_MS);
    while (performance.now() < soonest || !servers.isIdle()) await sleep(10);
    const expected = await comes;
    const patientUntil = performance.now() + (expected ? PATIENCE_MS : 0);
    for (;;) {
      const seen = await look(running, clients);
      if (!expected || performance.now() > patientUntil || differences(expected, seen).size === 0) return seen;
      await sleep(100);
    }
  } finally {
    for (const client of clients) client.stop();
    await proxy.stop();
    servers.stop();
  }
}

async function look({ servers, proxy }: Running, clients: readonly Client[]): Promise<Observation> {
  const plain = (text: string) => withoutPorts(text, servers.ports, proxy.port, proxy.folder);
  const seen = clients.map((client) => client.seen());
  return {
    clients: seen.map(({ answers, arrivals, end }) => ({
      answers: answers.map((answer) => ({ ...answer, headers: answer.headers.map(plain), body: plain(answer.body) })),
      arrivals,
      end,
    })),
    times: seen.flatMap(({ firstByteMs, endMs }) => [firstByteMs, endMs]),
    requests: servers.requests.map(({ server, head, body }) => ({ server, head: head.map(plain), body })),
    'server-ends': servers.requests.map(({ wantedMs }) => wantedMs),
    errors: errorLines(proxy.stderr()).map(plain).sort(),
    files: (await linesOf(proxy.folder, 'logs/access.log')).map(plain),
    exit: proxy.exit(),
  };
}

/** From this difference on, two times are not the same. */
const APART_MS = 1300;

function sameTimes(a: readonly (number | null)[], b: readonly (number | null)[]): readonly string[] {
  return a.flatMap((time, at) => {
    const other = b[at] ?? null;
    const same = time === null || other === null ? time === other : Math.abs(time - other) < APART_MS;
    return same ? [] : [`#${at}: nginx ${time?.toFixed(0) ?? 'never'} ms, edge ${other?.toFixed(0) ?? 'never'} ms`];
  });
}

/** What differs between the two, part by part; empty when nothing does. */
export function differences(nginx: Observation, edge: Observation): ReadonlyMap<ObservedPart, unknown> {
  const found = new Map<ObservedPart, unknown>();
  for (const part of ['clients', 'requests', 'errors', 'files', 'exit'] as const) {
    const [a, b] = [JSON.stringify(nginx[part]), JSON.stringify(edge[part])];
    if (a !== b) found.set(part, { nginx: nginx[part], edge: edge[part] });
  }
  for (const part of ['times', 'server-ends'] as const) {
    const apart = sameTimes(nginx[part], edge[part]);
    if (nginx[part].length === edge[part].length && apart.length > 0) found.set(part, apart);
  }
  return found;
}
