/** Between the runner and the process that holds a learner's client module: one control line per message. */

export type ClientCommand =
  | { readonly type: 'load'; readonly file: string }
  /** Calls the module's `connect`. */
  | { readonly type: 'connect'; readonly url: string }
  /** Calls `close()` on what the last `connect` returned. */
  | { readonly type: 'close' }
  /** What the network does to the newest EventSource: it opens; is lost, and the browser retries; gives up for good. */
  | { readonly type: 'open' }
  | { readonly type: 'lose' }
  | { readonly type: 'give-up' }
  | { readonly type: 'event'; readonly name: string; readonly data: string; readonly id: string }
  /** Moves the clock by `ms`, running every timer on the way. */
  | { readonly type: 'advance'; readonly ms: number }
  /** Moves the clock from timer to timer until there is another EventSource, for at most `ms`. */
  | { readonly type: 'until-source'; readonly ms: number };

export interface SourceState {
  readonly url: string;
  /** Virtual milliseconds since the start. */
  readonly createdAt: number;
  readonly readyState: number;
}

export interface ClientState {
  /** Virtual milliseconds since the start. */
  readonly now: number;
  /** What `onStatus` was told since the last `connect`, repeats left out. */
  readonly statuses: readonly string[];
  /** What `onOrder` was told since the last `connect`. */
  readonly orders: readonly unknown[];
  /** Every EventSource made since the last `connect`, oldest first. */
  readonly sources: readonly SourceState[];
  /** What happened, one line each; only the end of it. */
  readonly log: readonly string[];
  /** Errors that learner code threw. */
  readonly errors: readonly string[];
}

export interface ClientRequest {
  readonly number: number;
  readonly command: ClientCommand;
}

export interface ClientReply {
  readonly number: number;
  readonly state: ClientState;
}
