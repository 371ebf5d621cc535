import type { FetchCommand, FetchState, Outcome, PageState, RequestState } from './client-protocol.ts';
import type { Evidence } from './failure.ts';
import { type ClientHost, HostedModule } from './hosted-module.ts';

const NOTHING: FetchState = { requests: [], calls: {}, outcome: { state: 'pending' }, log: [], errors: [] };

export type { Outcome, RequestState };

/** The learner's client module, driven from a check, with a `fetch` that follows a script: no byte travels but those. */
export class FetchClient {
  readonly #module: HostedModule<FetchState>;
  #before = { at: 0, requests: 0 };

  private constructor(host: ClientHost) {
    this.#module = new HostedModule(host, isFetchState);
  }

  /** Loads `client.ts`, which exports the function `name`. Throws a CheckFailure when it cannot be loaded. */
  static async load(host: ClientHost, name: string, onCreated: (client: FetchClient) => void): Promise<FetchClient> {
    const client = new FetchClient(host);
    onCreated(client);
    await client.#module.load('fetch', name);
    return client;
  }

  /** Each call of `fetch` since the last `call`, oldest first. */
  get requests(): readonly RequestState[] {
    return this.#state.requests;
  }

  /** What became of the promise that the function returned. */
  get outcome(): Outcome {
    return this.#state.outcome;
  }

  /** How many timers of its code wait. */
  get timers(): number {
    return this.#module.timers;
  }

  /** What the function called `name` among the options was given since the last `call`. */
  calls(name: string): readonly unknown[] {
    return this.#state.calls[name] ?? [];
  }

  /** Calls the module's function with these options, functions under the names `callbacks`, and a `signal`. */
  call(options: Readonly<Record<string, unknown>>, callbacks: readonly string[]): Promise<void> {
    return this.#happen({ type: 'call', options, callbacks }, 'the function returns a promise');
  }

  /** Aborts the signal. */
  abort(): Promise<void> {
    return this.#happen({ type: 'abort' }, 'the client takes an abort');
  }

  /** Status and headers for the newest request; its body is still to come. */
  answer(status: number, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.#happen({ type: 'answer', status, headers }, `the client takes an answer with status ${status}`);
  }

  /** A part of the body, text as UTF-8, in pieces of at most `size` bytes: what one read of a socket brings each. */
  send(part: string | Uint8Array, size = part.length * 4): Promise<void> {
    const bytes = Buffer.from(part).toString('latin1');
    return this.#happen({ type: 'bytes', bytes, size }, 'the client takes a part of the body');
  }

  /** The end of the body, in good order. */
  end(): Promise<void> {
    return this.#happen({ type: 'end' }, 'the client takes the end of the body');
  }

  /** The connection is lost in the middle of the body. */
  cut(): Promise<void> {
    return this.#happen({ type: 'cut' }, 'the client takes the loss of its connection');
  }

  /** There is no answer at all: the network, or nobody listens. */
  fail(): Promise<void> {
    return this.#happen({ type: 'fail' }, 'the client takes a network error');
  }

  advance(ms: number): Promise<void> {
    return this.#module.advance(ms);
  }

  /**
   * Lets time pass until the client makes another request. How long that took since the last thing that happened to it,
   * in virtual milliseconds, or null when it did not within `ms`.
   */
  async untilNextRequest(ms: number): Promise<number | null> {
    const { at, requests } = this.#before;
    await this.#module.wait(() => this.requests.length > requests, at + ms - this.#module.clock.now);
    const made = this.requests[requests];
    return made && made.createdAt - at <= ms ? made.createdAt - at : null;
  }

  dispose(): Promise<void> {
    return this.#module.dispose();
  }

  get evidence(): Evidence[] {
    return this.#module.evidence;
  }

  get #state(): FetchState {
    return this.#module.state ?? NOTHING;
  }

  #happen(command: FetchCommand, expected: string): Promise<void> {
    this.#before = { at: this.#module.clock.now, requests: command.type === 'call' ? 0 : this.requests.length };
    return this.#module.perform(command, expected);
  }
}

function isFetchState(report: PageState): report is FetchState {
  return 'requests' in report;
}
