import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { Edge, type EdgeSource } from '#lab/edge/edge.ts';
import type { EdgeEvent } from '#lab/edge/protocol.ts';

export function portOf(server: NetServer): number {
  return (server.address() as AddressInfo).port;
}

/** A server on a free port of 127.0.0.1, stopped when the test ends. */
export async function startServer(handler: RequestListener): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(stop);
  return { port: portOf(server), stop };
}

/** A port on which nothing listens. */
export async function unusedPort(): Promise<number> {
  const { port, stop } = await startServer(() => {});
  await stop();
  return port;
}

export async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'edge-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
}

export interface RunningEdge {
  readonly edge: Edge;
  readonly port: number;
  /** The folder that it serves. */
  readonly root: string;
  readonly events: EdgeEvent[];
  readonly warnings: string[];
  /** Resolves once an event of this type was reported. */
  reported(type: EdgeEvent['type']): Promise<EdgeEvent>;
}

export async function startEdge(upstream: number, files: Readonly<Record<string, string>> = {}): Promise<RunningEdge> {
  const root = await folderWith(files);
  return startEdgeFrom({ root, upstream }, root, true);
}

async function startEdgeFrom(source: EdgeSource, root: string, preview: boolean): Promise<RunningEdge> {
  const events: EdgeEvent[] = [];
  const warnings: string[] = [];
  const tap = { report: (event: EdgeEvent) => events.push(event), flush() {} };
  const edge = new Edge({ ...source, tap, warn: (line) => warnings.push(line), preview });
  const port = await edge.listen(0);
  onTestFinished(() => edge.close());
  const reported = async (type: EdgeEvent['type']) => {
    for (;;) {
      const event = events.find((candidate) => candidate.type === type);
      if (event) return event;
      await delay(5);
    }
  };
  return { edge, port, root, events, warnings, reported };
}

/** An edge that reads a configuration, as `edge -c` does. */
export async function startConfEdge(
  conf: string,
  options: { readonly files?: Readonly<Record<string, string>>; readonly preview?: boolean } = {},
): Promise<RunningEdge> {
  const root = await folderWith({ ...options.files, 'nginx.conf': conf });
  return startEdgeFrom({ conf: path.join(root, 'nginx.conf'), prefix: root }, root, options.preview ?? false);
}

export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A TCP connection that shows exactly what comes back and how it ends. */
export class RawClient {
  readonly socket: Socket;
  readonly ended: Promise<'fin' | 'reset'>;
  received = '';
  #wake: () => void = () => {};

  constructor(port: number, request: string) {
    this.socket = connect(port, '127.0.0.1', () => this.socket.write(request));
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text) => {
      this.received += text;
      this.#wake();
    });
    this.ended = new Promise((resolve) => {
      this.socket.on('end', () => resolve('fin'));
      this.socket.on('error', () => resolve('reset'));
    });
    onTestFinished(() => {
      this.socket.destroy();
    });
  }

  /** Resolves to the milliseconds it took until `text` had arrived. */
  async until(text: string): Promise<number> {
    const start = performance.now();
    while (!this.received.includes(text)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return performance.now() - start;
  }
}

export function rawGet(port: number, target: string, headers: Readonly<Record<string, string>> = {}): RawClient {
  const lines = Object.entries({ Host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return new RawClient(port, `GET ${target} HTTP/1.1\r\n${lines.join('')}\r\n`);
}

/** A server that answers every request with an open event stream. */
export interface StreamServer {
  readonly port: number;
  /** Request headers, oldest first. */
  readonly requests: { readonly url: string; readonly headers: Readonly<Record<string, string>> }[];
  send(text: string): void;
  /** Ends every stream: orderly, or by destroying its socket. */
  end(how: 'orderly' | 'destroy'): void;
  /** How many streams are open. */
  open(): number;
  stop(): Promise<void>;
}

export async function startStreamServer(): Promise<StreamServer> {
  const responses = new Set<import('node:http').ServerResponse>();
  const requests: StreamServer['requests'] = [];
  const { port, stop } = await startServer((request, response) => {
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
    requests.push({ url: request.url ?? '', headers: Object.fromEntries(headers) });
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    responses.add(response);
    response.on('close', () => responses.delete(response));
  });
  return {
    port,
    requests,
    stop,
    send: (text) => {
      for (const response of responses) response.write(text);
    },
    end: (how) => {
      for (const response of responses) {
        if (how === 'orderly') response.end();
        else response.destroy();
      }
    },
    open: () => responses.size,
  };
}

export async function eventually(condition: () => boolean, withinMs = 1000): Promise<number> {
  const start = performance.now();
  while (!condition()) {
    if (performance.now() - start > withinMs) throw new Error(`Not so within ${withinMs} ms: ${condition}`);
    await delay(1);
  }
  return performance.now() - start;
}
