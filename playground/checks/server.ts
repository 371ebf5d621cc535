import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Child, describeExit } from './child.ts';
import { EventStream } from './event-stream.ts';
import { CheckFailure, type Evidence } from './failure.ts';
import { type Head, headOf } from './head.ts';
import { WireLog } from './wire-log.ts';

const LISTEN_LIMIT_MS = 3_000;
const ANSWER_LIMIT_MS = 1_500;
const DEFAULT_PORT = 3000;

export interface Answer extends Head {
  readonly body: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

/** The learner's server in a process of its own, on a port of its own. */
export class Server {
  readonly port: number;
  readonly #child: Child;
  readonly #streams: EventStream[] = [];
  readonly #requests = new WireLog();
  readonly #startedAt = performance.now();
  #stopping = false;

  private constructor(child: Child, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** Runs `node <entry>` in `dir` with `PORT` set and resolves once it accepts connections. */
  static async start(dir: string, entry: string, onCreated: (server: Server) => void): Promise<Server> {
    const port = await freePort();
    const child = new Child({ args: [entry], cwd: dir, env: { PORT: String(port) } });
    const server = new Server(child, port);
    onCreated(server);
    await server.#listening(entry);
    return server;
  }

  /** Opens a stream at once; look at it with `await stream.head(ms)`, `nextEvent`… */
  open(path: string, headers: Readonly<Record<string, string>> = {}): EventStream {
    const stream = new EventStream(this.port, path, headers);
    this.#streams.push(stream);
    return stream;
  }

  /** A whole request. Fails the check when no answer comes within 1.5 s. */
  async request(method: string, path: string, json?: unknown): Promise<Answer> {
    const at = performance.now() - this.#startedAt;
    this.#requests.add(at, `→ ${method} ${path}${json === undefined ? '' : ` ${JSON.stringify(json)}`}`);
    const answer = await this.#exchange(method, path, json === undefined ? null : JSON.stringify(json));
    const elapsed = performance.now() - this.#startedAt;
    if (typeof answer === 'string') {
      this.#requests.add(elapsed, answer);
      throw new CheckFailure({
        expected: `${method} ${path} is answered`,
        seen: answer,
        likely: 'the handler returns without calling response.end(), or the server threw or is stuck in a loop',
      });
    }
    this.#requests.add(elapsed, `← ${answer.status}${answer.body === '' ? '' : ` ${answer.body.slice(0, 200)}`}`);
    return answer;
  }

  /**
   * Asks for `GET path` again and again until `reached` accepts the JSON that comes back, for at most `ms`. What came last.
   * The log shows an answer when it differs from the one before.
   */
  async poll(path: string, reached: (json: unknown) => boolean, ms: number): Promise<unknown> {
    const startedAt = performance.now();
    let shown: string | null = null;
    for (;;) {
      const answer = await this.#exchange('GET', path, null);
      const body = typeof answer === 'string' ? answer : answer.body;
      if (body !== shown)
        this.#requests.add(performance.now() - this.#startedAt, `GET ${path} ← ${body.slice(0, 200)}`);
      shown = body;
      const json = typeof answer === 'string' ? undefined : answer.json;
      if (reached(json) || performance.now() - startedAt > ms) return json;
      await delay(15);
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    for (const stream of this.#streams) stream.drop();
    await this.#child.kill();
  }

  get evidence(): Evidence[] {
    const evidence: Evidence[] = this.#streams.map((stream, index) => ({
      title: this.#streams.length > 1 ? `On the wire, stream ${index + 1}` : 'On the wire',
      lines: stream.log.lines,
    }));
    evidence.push({ title: 'Other requests', lines: this.#requests.lines });
    evidence.push({ title: 'The server printed', lines: this.#child.output });
    return evidence;
  }

  /** Set when the server died by itself, which explains whatever failed after. */
  get crash(): string | null {
    if (this.#stopping || !this.#child.exit) return null;
    if (this.#child.flooded) return 'the server printed more than 4 MB and was stopped';
    return `the server ${describeExit(this.#child.exit)}`;
  }

  async #listening(entry: string): Promise<void> {
    const deadline = performance.now() + LISTEN_LIMIT_MS;
    while (performance.now() < deadline && !this.#child.exit) {
      if (await accepts(this.port)) return;
      await Promise.race([delay(15), this.#child.exited]);
    }
    const expected = `\`node ${entry}\` listens on the port in PORT`;
    if (this.#child.exit) {
      const taken = this.#child.output.some((line) => line.includes('EADDRINUSE'));
      throw new CheckFailure({
        expected,
        seen: `${this.crash} before it listened`,
        likely: taken ? 'the port is a fixed number; use Number(process.env.PORT)' : undefined,
      });
    }
    const elsewhere = await accepts(DEFAULT_PORT);
    await this.stop();
    if (elsewhere && !(await accepts(DEFAULT_PORT))) {
      throw new CheckFailure({
        expected,
        seen: `it listens on ${DEFAULT_PORT}, but PORT is ${this.port}`,
        likely: 'the port is a fixed number; use Number(process.env.PORT ?? 3000)',
      });
    }
    throw new CheckFailure({
      expected,
      seen: `it runs, but nothing listens after ${LISTEN_LIMIT_MS / 1000} s`,
      likely: 'a loop that never ends, or listen() is not called',
    });
  }

  #exchange(method: string, path: string, body: string | null): Promise<Answer | string> {
    return new Promise((resolve) => {
      const headers =
        body === null ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
      const outgoing = request({ host: 'localhost', port: this.port, method, path, headers, agent: false });
      const settle = (answer: Answer | string) => {
        clearTimeout(timer);
        outgoing.destroy();
        resolve(answer);
      };
      const timer = setTimeout(() => settle(`no answer within ${ANSWER_LIMIT_MS / 1000} s`), ANSWER_LIMIT_MS);
      outgoing.on('error', (error) => settle(`no answer: ${error.message}`));
      outgoing.on('response', (response) => {
        const chunks: Uint8Array[] = [];
        response.on('data', (chunk: Uint8Array) => chunks.push(chunk));
        response.on('error', (error) => settle(`half an answer: ${error.message}`));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          settle({ ...headOf(response), body: text, json: parseJson(text) });
        });
      });
      outgoing.end(body ?? undefined);
    });
  }
}

const given = new Set<number>();

/** A port that nothing listens on now. Two checks that start together never get the same one. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = await new Promise<number>((resolve, reject) => {
      const probe = createServer();
      probe.on('error', reject);
      probe.listen(0, () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
      });
    });
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: 'localhost', port });
    const settle = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.on('connect', () => settle(true));
    socket.on('error', () => settle(false));
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
