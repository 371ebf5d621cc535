import type { ClientState, PageState, SourceCommand, SourceState } from './client-protocol.ts';
import type { Evidence } from './failure.ts';
import { type ClientHost, HostedModule } from './hosted-module.ts';

const NOTHING: ClientState = { statuses: [], orders: [], sources: [], log: [], errors: [] };

export type { SourceState };

/** The learner's client module, driven from a check, with an `EventSource` that follows a script. */
export class Client {
  readonly #module: HostedModule<ClientState>;
  #before = { at: 0, sources: 0 };

  private constructor(host: ClientHost) {
    this.#module = new HostedModule(host, isClientState);
  }

  /** Loads `client.ts`. Throws a CheckFailure when it cannot be loaded. */
  static async load(host: ClientHost, onCreated: (client: Client) => void): Promise<Client> {
    const client = new Client(host);
    onCreated(client);
    await client.#module.load('event-source', 'connect');
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
    return this.#module.timers;
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
    return this.#module.advance(ms);
  }

  /**
   * Lets time pass until the client makes another EventSource. How long that took since the last thing that happened to
   * it, in virtual milliseconds, or null when it did not within `ms`.
   */
  async untilNextSource(ms: number): Promise<number | null> {
    const { at, sources } = this.#before;
    await this.#module.wait(() => this.sources.length > sources, at + ms - this.#module.clock.now);
    const made = this.sources[sources];
    return made && made.createdAt - at <= ms ? made.createdAt - at : null;
  }

  dispose(): Promise<void> {
    return this.#module.dispose();
  }

  get evidence(): Evidence[] {
    return this.#module.evidence;
  }

  get #state(): ClientState {
    return this.#module.state ?? NOTHING;
  }

  #happen(command: SourceCommand, expected: string): Promise<void> {
    this.#before = { at: this.#module.clock.now, sources: command.type === 'connect' ? 0 : this.sources.length };
    return this.#module.perform(command, expected);
  }
}

function isClientState(report: PageState): report is ClientState {
  return 'sources' in report;
}
