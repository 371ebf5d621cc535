import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createNetServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerScript, ServerStep } from './nginx-case.ts';
import type { Clock } from './nginx-clock.ts';

export interface SeenRequest {
  readonly server: string;
  /** Request line and headers as they came, a line each. */
  readonly head: readonly string[];
  body: string;
  /** How long the server's answer was wanted; null when it was still wanted at the end. */
  wantedMs: number | null;
}

export interface StartedServers {
  readonly ports: Readonly<Record<string, number>>;
  readonly requests: readonly SeenRequest[];
  /** Whether every answer has been played to its end. */
  isIdle(): boolean;
  stop(): void;
}

/** What was sent last still has to arrive. */
const SETTLE_MS = 300;

const MARKER = /<[^<>]+>/g;

function rawHead(request: IncomingMessage): string[] {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
  }
  return lines;
}

function isSeries(answer: ServerScript['answers'][string]): answer is readonly (readonly ServerStep[])[] {
  return Array.isArray(answer[0]);
}

async function play(steps: readonly ServerStep[], response: ServerResponse, clock: Clock): Promise<void> {
  for (const step of steps) {
    if (response.destroyed) return;
    if ('head' in step) response.writeHead(step.head, step.headers).flushHeaders();
    else if ('wait' in step) await sleep(step.wait);
    else if ('fill' in step) response.write(randomBytes(step.fill / 2).toString('hex'));
    else if ('raw' in step) response.socket?.write(step.raw, 'latin1');
    else if ('send' in step) {
      for (const [marker] of step.send.matchAll(MARKER)) clock.sent(marker);
      response.write(step.send);
    } else if (step.finish === 'end') response.end();
    else if (step.finish === 'destroy') response.destroy();
    else response.socket?.resetAndDestroy();
  }
}

interface Playing {
  answers: number;
  idleSince: number;
}

function listenFor(
  name: string,
  script: ServerScript,
  clock: Clock,
  requests: SeenRequest[],
  playing: Playing,
): Server {
  const counts = new Map<string, number>();
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const seen: SeenRequest = { server: name, head: rawHead(request), body: '', wantedMs: null };
    requests.push(seen);
    request.setEncoding('latin1').on('data', (text) => {
      seen.body += text;
    });
    const since = performance.now();
    response.on('close', () => {
      if (!response.writableFinished) seen.wantedMs = performance.now() - since;
    });
    response.on('error', () => {});
    const path = (request.url ?? '/').split('?')[0]!;
    const key = path in script.answers ? path : '*';
    const answer = script.answers[key] ?? [{ head: 404 }, { finish: 'end' } as const];
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    const steps = isSeries(answer) ? (answer[Math.min(count, answer.length - 1)] ?? []) : answer;
    playing.answers++;
    void play(steps, response, clock).finally(() => {
      playing.answers--;
      playing.idleSince = performance.now();
    });
  });
  if (script.echoesUpgrades) {
    server.on('upgrade', (request, socket: Socket) => {
      const seen: SeenRequest = { server: name, head: rawHead(request), body: '', wantedMs: null };
      requests.push(seen);
      const since = performance.now();
      socket.on('close', () => {
        seen.wantedMs = performance.now() - since;
      });
      socket.on('error', () => {});
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
      socket.on('data', (bytes) => socket.write(bytes));
      socket.on('end', () => socket.end());
    });
  }
  return server;
}

/** Starts a case's servers, each on a free port. */
export async function startServers(
  scripts: Readonly<Record<string, ServerScript | 'down'>>,
  clock: Clock,
): Promise<StartedServers> {
  const requests: SeenRequest[] = [];
  const ports: Record<string, number> = {};
  const running: Server[] = [];
  const playing: Playing = { answers: 0, idleSince: performance.now() };
  for (const [name, script] of Object.entries(scripts)) {
    const server = script === 'down' ? createNetServer() : listenFor(name, script, clock, requests, playing);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports[name] = (server.address() as AddressInfo).port;
    if (script === 'down') await new Promise<void>((resolve) => server.close(() => resolve()));
    else if ('closeAllConnections' in server) running.push(server);
  }
  return {
    ports,
    requests,
    isIdle: () => playing.answers === 0 && performance.now() - playing.idleSince > SETTLE_MS,
    stop: () => {
      for (const server of running) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
