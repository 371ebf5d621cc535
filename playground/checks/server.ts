import type { ChildExit } from './child.ts';
import type { ToolClock } from './clock/clock.ts';
import { EventStream } from './event-stream.ts';
import { CheckFailure, type Evidence } from './failure.ts';
import { type Answer, type Ask, exchange, type Target } from './http-exchange.ts';
import type { ServerProcess } from './server-process.ts';
import { Unavailable } from './unavailable.ts';
import { WireLog } from './wire-log.ts';

/** Between two requests that ask whether something has changed. */
const POLL_MS = 50;

/** Of more streams than this, the first few are shown: nobody reads the others. */
const CROWD = 6;
const OF_A_CROWD = 3;

export type { Answer };

/** Starts the server again, in the folder of before or in a fresh one. */
export type Starter = (options: RestartOptions) => Promise<ServerProcess>;

export interface RestartOptions {
  /** `kept`: it finds what it wrote before. `fresh`: its folder is the answer's again, as in a new container. */
  readonly files?: 'kept' | 'fresh';
  readonly env?: Readonly<Record<string, string>>;
}

/** A server under check: the learner's in a process of its own, or one that runs anywhere. */
export class Server {
  readonly #clock: ToolClock;
  readonly #target: Target;
  readonly #start: Starter | null;
  readonly #called: string;
  readonly streams: EventStream[] = [];
  readonly #requests = new WireLog();
  #askedUnshown: string | null = null;
  readonly #lives: ServerProcess[] = [];

  /** Without `start` nobody controls its process. `called` is what people read. */
  constructor(clock: ToolClock, target: Target, start: Starter | null, called = 'server') {
    this.#called = called;
    this.#clock = clock;
    this.#target = target;
    this.#start = start;
  }

  get port(): number {
    return this.#target.port;
  }

  /** `http://localhost:4000`, as a program on this host would call it. */
  get url(): string {
    const { host, port, base } = this.#target;
    return `http://${host}:${port}${base}`;
  }

  /** Opens a stream at once; look at it with `await stream.head(ms)`, `nextEvent`… */
  open(path: string, headers: Readonly<Record<string, string>> = {}): EventStream {
    return this.openWith({ method: 'GET', path, headers });
  }

  /** The same with any method, headers and body. */
  openWith(ask: Ask): EventStream {
    const stream = new EventStream(this.#clock, this.#target, ask, this.streams.at(-1)?.sent);
    this.streams.push(stream);
    return stream;
  }

  /** A whole request, with `json` as its body. Fails the check when no answer comes within 1.5 s. */
  request(method: string, path: string, json?: unknown): Promise<Answer> {
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const headers = json === undefined ? {} : { headers: { 'content-type': 'application/json' } };
    return this.fetch({ method, path, ...headers, ...body });
  }

  /** The same with any headers and any body. */
  async fetch(ask: Ask): Promise<Answer> {
    const { method, path, body, unshown } = ask;
    const asked = `→ ${method} ${path}${body === undefined ? '' : ` ${body.slice(0, 200)}`}`;
    // How often something is asked until it rests differs from run to run, too.
    if (!unshown || asked !== this.#askedUnshown) this.#requests.add(this.#clock.now, asked);
    if (unshown) this.#askedUnshown = asked;
    const answer = await exchange(this.#clock, this.#target, ask);
    if (typeof answer === 'string') {
      this.#requests.add(this.#clock.now, answer);
      throw new CheckFailure({
        expected: `${method} ${path} is answered`,
        seen: answer,
        likely: 'the handler returns without calling response.end(), or the server threw or is stuck in a loop',
      });
    }
    const shown = answer.body === '' ? '' : ` ${answer.body.slice(0, 200)}`;
    if (!unshown) this.#requests.add(this.#clock.now, `← ${answer.status}${shown}`);
    return answer;
  }

  /**
   * Asks for `GET path` again and again until `reached` accepts the JSON that comes back, for at most `ms`. What came last.
   * The log shows an answer when it differs from the one before.
   */
  async poll(path: string, reached: (json: unknown) => boolean, ms: number): Promise<unknown> {
    const deadline = this.#clock.now + ms;
    let shown: string | null = null;
    for (;;) {
      const answer = await exchange(this.#clock, this.#target, { method: 'GET', path });
      const body = typeof answer === 'string' ? answer : answer.body;
      if (body !== shown) this.#requests.add(this.#clock.now, `GET ${path} ← ${body.slice(0, 200)}`);
      shown = body;
      const json = typeof answer === 'string' ? undefined : answer.json;
      if (reached(json) || this.#clock.now >= deadline) return json;
      await this.#clock.advance(POLL_MS);
    }
  }

  /** Kill -9: it gets no chance to say anything; its connections are reset. */
  async kill(): Promise<void> {
    await this.#process('to kill the server').kill();
    await this.#clock.advance(0);
  }

  /** SIGTERM: it may finish what it is doing. How it ended, or null when it has not within `ms`. */
  async stop(ms: number): Promise<ChildExit | null> {
    const process = this.#process('to stop the server');
    process.signal('SIGTERM');
    await this.#clock.wait(() => process.exit !== null, ms);
    return process.exit;
  }

  /** Kills it if it still runs, and starts it again on the same port; resolves once it listens. */
  async restart(options: RestartOptions = {}): Promise<void> {
    await this.#process('to restart the server').kill();
    await this.start(options);
  }

  /** Used by the runner for the first start. */
  async start(options: RestartOptions = {}): Promise<void> {
    if (!this.#start) throw new Unavailable('needs to start the server itself');
    const process = await this.#start(options);
    this.#lives.push(process);
    await process.listening();
  }

  /** How it ended; null while it runs. */
  get exit(): ChildExit | null {
    return this.#process('to see how the server ended').exit;
  }

  /** How many timers of its code wait: intervals that outlive their connection are a leak. */
  async timers(): Promise<number> {
    const process = this.#process('to look into the server’s process');
    await this.#clock.advance(0);
    return process.timers;
  }

  /** The last lines that it printed, since it was last started. */
  get output(): readonly string[] {
    return this.#process('to read what the server prints').output;
  }

  /** Ends everything; used by the runner. */
  async dispose(): Promise<void> {
    for (const stream of this.streams) stream.drop();
    await Promise.all(this.#lives.map((process) => process.kill()));
  }

  get evidence(): Evidence[] {
    const count = this.streams.length;
    const shown = count > CROWD ? this.streams.slice(0, OF_A_CROWD) : this.streams;
    const evidence: Evidence[] = shown.map((stream, index) => ({
      title: count > 1 ? `On the wire, stream ${index + 1}` : 'On the wire',
      lines: stream.log.lines,
    }));
    if (shown.length < count) {
      evidence.push({ title: `On the wire, ${count - shown.length} more streams`, lines: ['not shown'] });
    }
    evidence.push({ title: 'Other requests', lines: this.#requests.lines });
    for (const process of this.#lives) evidence.push({ title: `The ${this.#called} printed`, lines: process.output });
    return evidence;
  }

  /** Set when the server died by itself or is stuck, which explains whatever failed after. */
  get crash(): string | null {
    const trouble = this.#lives.map((process) => process.trouble).find((text) => text !== null);
    return trouble === undefined ? null : `the ${this.#called} ${trouble}`;
  }

  #process(purpose: string): ServerProcess {
    const process = this.#lives.at(-1);
    if (!process) throw new Unavailable(`needs ${purpose}: it needs control of its process`);
    return process;
  }
}
