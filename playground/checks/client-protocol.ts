/** Between the runner and the process that holds a learner's client module. */

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
  | { readonly type: 'event'; readonly name: string; readonly data: string; readonly id: string };

export interface SourceState {
  readonly url: string;
  /** Virtual milliseconds since the check began. */
  readonly createdAt: number;
  readonly readyState: number;
}

/** What the process reports. */
export interface ClientState {
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
