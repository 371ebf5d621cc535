import { setTimeout as sleep } from 'node:timers/promises';
import type { NginxCase, ObservedPart } from './nginx-case.ts';
import { runClient, type SeenAnswer } from './nginx-client.ts';
import { Clock } from './nginx-clock.ts';
import { linesOf, type ProxyKind, startProxy } from './nginx-proxy.ts';
import { startServers } from './nginx-servers.ts';

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
    .flatMap((match) => (match && match[1] !== 'notice' ? [`[${match[1]}] ${match[2]}`] : []))
    .sort();
}

/** Plays a case once, with nginx or with the edge. */
export async function observe(kind: ProxyKind, edgeFile: string, nginxCase: NginxCase): Promise<Observation> {
  const clock = new Clock();
  const servers = await startServers(nginxCase.servers ?? {}, clock);
  const proxy = await startProxy(kind, edgeFile, nginxCase, servers.ports);
  try {
    const started = new Clock();
    const watched = performance.now() - clock.startedAt + nginxCase.watchMs;
    const proxySteps = (nginxCase.proxy ?? []).map(async ({ at, signal, http }) => {
      await sleep(at);
      await proxy.signal(signal, http);
    });
    const clients = await Promise.all(nginxCase.clients.map((script) => runClient(proxy.port, script, clock, watched)));
    await Promise.all(proxySteps);
    // Whoever was told last still writes its log.
    await sleep(Math.max(100, nginxCase.watchMs - (performance.now() - started.startedAt)));
    const plain = (text: string) => withoutPorts(text, servers.ports, proxy.port, proxy.folder);
    return {
      clients: clients.map(({ answers, arrivals, end }) => ({
        answers: answers.map((answer) => ({
          ...answer,
          headers: answer.headers.map(plain),
          body: plain(answer.body),
        })),
        arrivals,
        end,
      })),
      times: clients.flatMap(({ firstByteMs, endMs }) => [firstByteMs, endMs]),
      requests: servers.requests.map(({ server, head, body }) => ({ server, head: head.map(plain), body })),
      'server-ends': servers.requests.map(({ wantedMs }) => wantedMs),
      errors: errorLines(proxy.stderr()).map(plain),
      files: (await linesOf(proxy.folder, 'logs/access.log')).map(plain),
      exit: proxy.exit(),
    };
  } finally {
    await proxy.stop();
    servers.stop();
  }
}

/** From this difference on, two times are not the same. */
const APART_MS = 900;

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
