import type { FromThreadUser, ToThreadUser } from './thread-protocol.ts';

/** Between the service worker, which answers a preview's requests, and the machine, over a MessagePort. */

export type ToGateway =
  | {
      readonly type: 'request';
      readonly id: number;
      readonly port: number;
      readonly method: string;
      /** Path and query, as the request line carries them. */
      readonly target: string;
      /** What the browser would send, but for `Cookie` and what belongs to the connection. */
      readonly headers: ReadonlyArray<readonly [string, string]>;
      readonly body: ArrayBuffer | null;
      /** Whether cookies are sent and kept. */
      readonly credentials: boolean;
      /** Whether the answer becomes a page, which gets the preview's script. */
      readonly document: boolean;
    }
  /** The browser took `bytes` bytes of the body: that many more may come. */
  | { readonly type: 'consumed'; readonly id: number; readonly bytes: number }
  /** Nobody waits for the answer any more. */
  | { readonly type: 'cancel'; readonly id: number }
  | CookieRequest
  | SocketRequest;

/** A page's wish to know of `document.cookie`. What follows goes over `page`: see {@link ToCookies} and {@link ReadableCookies}. */
export interface CookieRequest {
  readonly type: 'cookies';
  readonly machine: string;
  /** The page's. */
  readonly path: string;
  readonly page: MessagePort;
}

/** A script has set `document.cookie`, for the `count`th time. */
export interface ToCookies {
  readonly set: string;
  readonly count: number;
}

/** What a page's scripts may know of the jar. */
export interface ReadableCookies {
  /** As `document.cookie` gives it. */
  readonly cookie: string;
  /** Names that scripts may neither read nor replace (`HttpOnly`). */
  readonly hidden: readonly string[];
  /** How many of the page's own changes it includes. */
  readonly count: number;
}

/** A preview's `new WebSocket(…)`. What follows goes over `page`: see {@link ToSocket} and {@link FromSocket}. */
export interface SocketRequest {
  readonly type: 'socket';
  readonly machine: string;
  readonly port: number;
  /** Path and query. */
  readonly target: string;
  readonly protocols: readonly string[];
  readonly origin: string;
  readonly userAgent: string;
  readonly page: MessagePort;
}

export type ToSocket =
  | { readonly type: 'send'; readonly data: string | ArrayBuffer }
  | { readonly type: 'close'; readonly code: number | null; readonly reason: string }
  /** Closed before it was open. */
  | { readonly type: 'abort' };

export type FromSocket =
  | { readonly type: 'open'; readonly protocol: string }
  | { readonly type: 'message'; readonly data: string | ArrayBuffer }
  /** So many bytes of payload have left for the server. */
  | { readonly type: 'sent'; readonly bytes: number }
  /** The server has begun the closing handshake. */
  | { readonly type: 'closing' }
  | {
      readonly type: 'closed';
      readonly code: number;
      readonly reason: string;
      readonly clean: boolean;
      /** Whether the page hears an `error` event first. */
      readonly failed: boolean;
    };

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

/** To the service worker, from the headless page and from previews. */
export type ToServiceWorker =
  | { readonly type: 'machine'; readonly machine: string; readonly port: MessagePort }
  /** Firefox stops a service worker after 30 s without events, and cuts the streams that it serves. */
  | { readonly type: 'keep-alive' }
  /** A page gave up a request; browsers do not tell before there is an answer. `mark` is what its {@link ABORT_HEADER} said. */
  | { readonly type: 'abort'; readonly mark: string }
  | CookieRequest
  | SocketRequest;

/** Names a request that its page may give up. It is never sent on. */
export const ABORT_HEADER = 'x-steady-stream-request';

/** From the service worker to a preview's page: the stream of this mark was refused. */
export interface ToPreview {
  readonly type: 'refused';
  readonly mark: string;
}

export interface WhichMachine {
  readonly type: 'which-machine';
  readonly machine: string;
}

/** From the headless page to the machine's Worker. */
export type ToMachine =
  | ToThreadUser
  /** The source text of each process. */
  | { readonly type: 'process-script'; readonly source: string }
  | { readonly type: 'client'; readonly port: MessagePort; readonly origin: string; readonly machine: string }
  | { readonly type: 'gateway'; readonly port: MessagePort }
  /** Asks for a message back every `interval` milliseconds. */
  | { readonly type: 'heartbeat'; readonly interval: number };

/** From the machine's Worker to the headless page. */
export type FromMachine = FromThreadUser | { readonly type: 'heartbeat' };
