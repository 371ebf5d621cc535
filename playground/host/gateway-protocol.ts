/** Between the service worker, which answers a preview's requests, and the machine, over a MessagePort. */

export type ToGateway =
  | {
      readonly type: 'request';
      readonly id: number;
      readonly port: number;
      readonly method: string;
      /** Path and query, as the request line carries them. */
      readonly target: string;
      readonly headers: ReadonlyArray<readonly [string, string]>;
      readonly body: ArrayBuffer | null;
    }
  /** The browser took `bytes` bytes of the body: that many more may come. */
  | { readonly type: 'consumed'; readonly id: number; readonly bytes: number }
  /** Nobody waits for the answer any more. */
  | { readonly type: 'cancel'; readonly id: number };

export type FromGateway =
  | {
      readonly type: 'head';
      readonly id: number;
      readonly status: number;
      readonly statusText: string;
      readonly headers: ReadonlyArray<readonly [string, string]>;
    }
  | { readonly type: 'body'; readonly id: number; readonly bytes: Uint8Array }
  /** `complete` is false when the connection ended before the message did. */
  | { readonly type: 'end'; readonly id: number; readonly complete: boolean }
  /** No answer: refused, reset, or closed without one. */
  | { readonly type: 'failed'; readonly id: number };

/** How the service worker and the headless page find each other. */
export type ToServiceWorker =
  | { readonly type: 'machine'; readonly machine: string; readonly port: MessagePort }
  /** Firefox stops a service worker after 30 s without events, and cuts the streams that it serves. */
  | { readonly type: 'keep-alive' };

export interface WhichMachine {
  readonly type: 'which-machine';
  readonly machine: string;
}

/** From the headless page to the machine's Worker. */
export type ToMachine =
  | { readonly type: 'client'; readonly port: MessagePort; readonly origin: string; readonly machine: string }
  | { readonly type: 'gateway'; readonly port: MessagePort }
  /** Asks for a message back every `interval` milliseconds. */
  | { readonly type: 'heartbeat'; readonly interval: number };
