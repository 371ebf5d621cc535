import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ControlLineDecoder, encodeControlLine } from '../lab/control-lines.ts';
import { Child, describeExit } from './child.ts';
import type { ClientCommand, ClientReply, ClientState, SourceState } from './client-protocol.ts';
import { CheckFailure, type Evidence } from './failure.ts';

const REPLY_LIMIT_MS = 2_000;

export type { SourceState };

/**
 * The learner's client module in a process of its own, driven from a check. Its time is virtual: it moves only in
 * `advance` and `untilNextSource`.
 */
export class Client {
  readonly #child: Child;
  readonly #nonce = randomUUID();
  readonly #decoder = new ControlLineDecoder(this.#nonce);
  readonly #waiting = new Map<number, (state: ClientState) => void>();
  #sent = 0;
  #before = { at: 0, sources: 0 };
  #state: ClientState = { now: 0, statuses: [], orders: [], sources: [], log: [], errors: [] };

  private constructor(dir: string, hostArgs: readonly string[]) {
    this.#child = new Child({
      args: [...hostArgs, '--client-host', this.#nonce],
      cwd: dir,
      filter: (chunk) => this.#received(chunk),
    });
  }

  /** Loads `client.ts` of `dir`. `hostArgs` start a program that calls `runClientHost` for `--client-host`. */
  static async load(dir: string, hostArgs: readonly string[], onCreated: (client: Client) => void): Promise<Client> {
    const client = new Client(dir, hostArgs);
    onCreated(client);
    await client.#send({ type: 'load', file: join(dir, 'client.ts') }, 'client.ts loads and exports connect');
    return client;
  }

  /** Virtual milliseconds since the start. */
  get now(): number {
    return this.#state.now;
  }

  /** What `onStatus` was told since the last `connect`, repeats left out. */
  get statuses(): readonly string[] {
    return this.#state.statuses;
  }

  get status(): string | null {
    return this.#state.statuses.at(-1) ?? null;
  }

  /** What `onOrder` was told since the last `connect`. */
  get orders(): readonly unknown[] {
    return this.#state.orders;
  }

  /** Each EventSource made since the last `connect`, oldest first. */
  get sources(): readonly SourceState[] {
    return this.#state.sources;
  }

  connect(url = '/events'): Promise<void> {
    return this.#happen({ type: 'connect', url }, 'connect() returns');
  }

  /** The learner's own `close()`. */
  close(): Promise<void> {
    return this.#happen({ type: 'close' }, 'connect() returns an object with close(), and close() returns');
  }

  /** The newest EventSource connects. */
  open(): Promise<void> {
    return this.#happen({ type: 'open' }, 'the client takes an open event');
  }

  /** The newest EventSource loses its connection; the browser itself will try again (`readyState` 0). */
  lose(): Promise<void> {
    return this.#happen({ type: 'lose' }, 'the client takes an error event');
  }

  /** The newest EventSource is refused and gives up for good (`readyState` 2), as after a 502. */
  giveUp(): Promise<void> {
    return this.#happen({ type: 'give-up' }, 'the client takes an error event');
  }

  /** The newest EventSource delivers an event; `data` is sent as JSON. */
  send(name: string, data: unknown, id = ''): Promise<void> {
    return this.#happen({ type: 'event', name, data: JSON.stringify(data), id }, `the client takes the event ${name}`);
  }

  advance(ms: number): Promise<void> {
    return this.#send({ type: 'advance', ms }, 'the timers of the client come to rest');
  }

  /**
   * Lets time pass until the client makes another EventSource. How long that took since the last thing that happened to
   * it, in virtual milliseconds, or null when it did not within `ms`.
   */
  async untilNextSource(ms: number): Promise<number | null> {
    const { at, sources } = this.#before;
    if (this.sources.length === sources) {
      await this.#send({ type: 'until-source', ms }, 'the timers of the client come to rest');
    }
    const made = this.sources[sources];
    return made && made.createdAt - at <= ms ? made.createdAt - at : null;
  }

  async stop(): Promise<void> {
    await this.#child.kill();
  }

  get evidence(): Evidence[] {
    return [
      { title: 'The client, in virtual time', lines: this.#state.log },
      { title: 'client.ts printed', lines: this.#child.output },
    ];
  }

  #received(chunk: string): string {
    const { messages, text } = this.#decoder.push(chunk);
    for (const message of messages) {
      const { number, state } = message as ClientReply;
      this.#waiting.get(number)?.(state);
      this.#waiting.delete(number);
    }
    return text;
  }

  #happen(command: ClientCommand, expected: string): Promise<void> {
    this.#before = { at: this.now, sources: command.type === 'connect' ? 0 : this.sources.length };
    return this.#send(command, expected);
  }

  async #send(command: ClientCommand, expected: string): Promise<void> {
    const number = this.#sent++;
    const reply = new Promise<ClientState>((resolve) => this.#waiting.set(number, resolve));
    this.#child.write(encodeControlLine(this.#nonce, { number, command }));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, REPLY_LIMIT_MS, 'late');
    });
    const first = await Promise.race([reply, late, this.#child.exited.then(() => 'exited' as const)]);
    clearTimeout(timer);
    if (first === 'late') {
      const seen = `nothing more from client.ts for ${REPLY_LIMIT_MS / 1000} s`;
      throw new CheckFailure({
        expected,
        seen,
        likely: 'a loop that never ends, or timers of 0 ms that start each other',
      });
    }
    if (first === 'exited') {
      const how = this.#child.exit ? describeExit(this.#child.exit) : 'ended';
      const seen = this.#child.flooded ? 'client.ts printed more than 4 MB and was stopped' : `its process ${how}`;
      throw new CheckFailure({ expected, seen });
    }
    this.#state = first;
    const [error] = first.errors;
    if (error !== undefined) throw new CheckFailure({ expected, seen: `client.ts threw ${error}` });
  }
}
