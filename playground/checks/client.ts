import { join } from 'node:path';
import { Child, describeExit } from './child.ts';
import type { ClientCommand, ClientState, SourceState } from './client-protocol.ts';
import type { ClockCommand } from './clock/protocol.ts';
import type { VirtualClock } from './clock/virtual-clock.ts';
import { CheckFailure, type Evidence } from './failure.ts';

const NOTHING: ClientState = { statuses: [], orders: [], sources: [], log: [], errors: [] };
const STUCK = 'a loop that never ends, or timers of 0 ms that start each other';

export type { SourceState };

/** Where the learner's client module is, and what holds it. */
export interface ClientHost {
  readonly clock: VirtualClock;
  /** Arguments for `node`: options, and the program that holds it. */
  readonly args: readonly string[];
  /** The answer's folder. */
  readonly folder: string;
}

/** The learner's client module in a process of its own, driven from a check, with an `EventSource` that follows a script. */
export class Client {
  readonly #child: Child;
  readonly #clock: VirtualClock;
  #before = { at: 0, sources: 0 };

  private constructor({ clock, args, folder }: ClientHost) {
    this.#clock = clock;
    this.#child = new Child({ args, cwd: folder, at: clock.now });
    clock.add(this.#child.follower);
  }

  /** Loads `client.ts`. Throws a CheckFailure when it cannot be loaded. */
  static async load(host: ClientHost, onCreated: (client: Client) => void): Promise<Client> {
    const client = new Client(host);
    onCreated(client);
    const { follower, exited } = client.#child;
    await Promise.race([follower.news, exited]);
    await client.#perform(
      { type: 'load', file: join(host.folder, 'client.ts') },
      'client.ts loads and exports connect',
    );
    return client;
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

  /** How many timers of its code wait. */
  get timers(): number {
    return this.#child.follower.timers;
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

  async advance(ms: number): Promise<void> {
    await this.#clock.advance(ms);
    this.#complain('the timers of the client come to rest');
  }

  /**
   * Lets time pass until the client makes another EventSource. How long that took since the last thing that happened to
   * it, in virtual milliseconds, or null when it did not within `ms`.
   */
  async untilNextSource(ms: number): Promise<number | null> {
    const { at, sources } = this.#before;
    await this.#clock.wait(
      () => this.sources.length > sources || this.#state.errors.length > 0,
      at + ms - this.#clock.now,
    );
    this.#complain('the timers of the client come to rest');
    const made = this.sources[sources];
    return made && made.createdAt - at <= ms ? made.createdAt - at : null;
  }

  async dispose(): Promise<void> {
    await this.#child.kill();
  }

  get evidence(): Evidence[] {
    return [
      { title: 'The client, in virtual time', lines: this.#state.log },
      { title: 'client.ts printed', lines: this.#child.output },
    ];
  }

  get #state(): ClientState {
    const { report } = this.#child.follower;
    return isClientState(report) ? report : NOTHING;
  }

  #happen(command: ClientCommand, expected: string): Promise<void> {
    this.#before = { at: this.#clock.now, sources: command.type === 'connect' ? 0 : this.sources.length };
    return this.#perform(command, expected);
  }

  async #perform(command: ClientCommand, expected: string): Promise<void> {
    const perform: ClockCommand = { type: 'perform', command };
    await this.#child.follower.ask(perform);
    this.#complain(expected);
  }

  /** Fails the check when the module threw, ended its process or does not return. */
  #complain(expected: string): void {
    const { exit, flooded, follower } = this.#child;
    if (exit || flooded) {
      const seen = flooded
        ? 'client.ts printed more than 4 MB and was stopped'
        : `its process ${exit ? describeExit(exit) : 'ended'}`;
      throw new CheckFailure({ expected, seen });
    }
    if (follower.stuck) throw new CheckFailure({ expected, seen: 'nothing more comes from client.ts', likely: STUCK });
    const [error] = this.#state.errors;
    if (error !== undefined) throw new CheckFailure({ expected, seen: `client.ts threw ${error}` });
  }
}

function isClientState(report: unknown): report is ClientState {
  return typeof report === 'object' && report !== null && 'sources' in report;
}
