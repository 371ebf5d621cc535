/** Between the runner and the process that holds a learner's client module. */

/** Which page the module thinks it is in: one whose `EventSource` follows a script, or one whose `fetch` does. */
export type PageKind = 'event-source' | 'fetch';

/** For any page: imports the module, which must export a function called `name`. */
export type LoadCommand = {
  readonly type: 'load';
  readonly page: PageKind;
  readonly file: string;
  readonly name: string;
};

/** For a page with an `EventSource`. */
export type SourceCommand =
  /** Calls the module's `connect`. */
  | { readonly type: 'connect'; readonly url: string }
  /** Calls `close()` on what the last `connect` returned. */
  | { readonly type: 'close' }
  /** What the network does to the newest EventSource: it opens; is lost, and the browser retries; gives up for good. */
  | { readonly type: 'open' }
  | { readonly type: 'lose' }
  | { readonly type: 'give-up' }
  | { readonly type: 'event'; readonly name: string; readonly data: string; readonly id: string };

/** For a page with `fetch`. */
export type FetchCommand =
  /** Calls the module's function with `options`, a `signal`, and functions that take notes, under the names `callbacks`. */
  | {
      readonly type: 'call';
      readonly options: Readonly<Record<string, unknown>>;
      readonly callbacks: readonly string[];
    }
  /** Aborts the signal of the last call. */
  | { readonly type: 'abort' }
  /** What the network does to the newest request. Bytes are one character each, and come in pieces of at most `size`. */
  | { readonly type: 'answer'; readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | { readonly type: 'bytes'; readonly bytes: string; readonly size: number }
  | { readonly type: 'end' }
  | { readonly type: 'cut' }
  | { readonly type: 'fail' };

export type ClientCommand = LoadCommand | SourceCommand | FetchCommand;

export interface SourceState {
  readonly url: string;
  /** Virtual milliseconds since the check began. */
  readonly createdAt: number;
  readonly readyState: number;
}

/** What every page reports. */
export interface PageState {
  /** What happened, one line each; only the end of it. */
  readonly log: readonly string[];
  /** Errors that learner code threw. */
  readonly errors: readonly string[];
}

/** What a page with an `EventSource` reports. */
export interface ClientState extends PageState {
  /** What `onStatus` was told since the last `connect`, repeats left out. */
  readonly statuses: readonly string[];
  /** What `onOrder` was told since the last `connect`. */
  readonly orders: readonly unknown[];
  /** Every EventSource made since the last `connect`, oldest first. */
  readonly sources: readonly SourceState[];
}

/**
 * How far a request is. `ended`, `cut` and `failed` are the network's doing; `aborted`: its signal was; `cancelled`: the
 * client stopped reading the body.
 */
export type RequestPhase = 'waiting' | 'answered' | 'ended' | 'cut' | 'failed' | 'aborted' | 'cancelled';

/** One call of `fetch`. */
export interface RequestState {
  readonly url: string;
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Virtual milliseconds since the check began. */
  readonly createdAt: number;
  readonly phase: RequestPhase;
}

/** What became of the last call's promise. An error is shown with what it carries besides its message. */
export type Outcome =
  | { readonly state: 'pending' }
  | { readonly state: 'resolved'; readonly value: unknown }
  | { readonly state: 'rejected'; readonly error: Readonly<Record<string, unknown>> };

/** What a page with `fetch` reports, all of it since the last call. */
export interface FetchState extends PageState {
  readonly requests: readonly RequestState[];
  /** First arguments of the functions that were handed over, by their names. */
  readonly calls: Readonly<Record<string, readonly unknown[]>>;
  readonly outcome: Outcome;
}
