import type { LogLevel } from './config/conf-error.ts';

/** The edge's control channel: commands in, tap events out, one control line each (see ../control-lines.ts). */

/** All delays in milliseconds. A command replaces what the same command said before. */
export type EdgeCommand =
  /** Ends every open stream. `fin` closes cleanly, as a proxy's idle timeout does; `reset` sends RST. */
  | { readonly type: 'cut'; readonly how: 'fin' | 'reset' }
  /** Until lifted, requests are closed without an answer: the browser sees a network error and keeps trying. */
  | { readonly type: 'refuse'; readonly on: boolean }
  /** Silence: `accept` takes new connections and never answers, `stream` stops what is open without closing it. */
  | { readonly type: 'black-hole'; readonly where: 'accept' | 'stream'; readonly on: boolean }
  /** What goes to clients is late by `ms`, plus up to `jitter` more. */
  | { readonly type: 'latency'; readonly ms: number; readonly jitter: number }
  /** What goes to each client is no faster; null lifts it. */
  | { readonly type: 'bandwidth'; readonly bytesPerSecond: number | null }
  /** Every request is answered with this status and never passed on; null lifts it. */
  | { readonly type: 'status'; readonly status: 204 | 502 | 503 | null }
  /** Proxies as HTTP/1.0 with buffering, whatever the configuration says. */
  | { readonly type: 'buffer'; readonly on: boolean }
  /** Stands for `proxy_read_timeout`; null lifts it. */
  | { readonly type: 'idle-timeout'; readonly ms: number | null }
  /** Lifts every fault. */
  | { readonly type: 'heal' }
  /** Whether raw bytes are reported too. */
  | { readonly type: 'tap'; readonly bytes: boolean }
  /** Reads the configuration again, as SIGHUP does. */
  | { readonly type: 'reload' }
  /** Stops as SIGQUIT does: what is open may finish. */
  | { readonly type: 'quit' };

/** The commands that break or repair something. */
export type FaultCommand = Exclude<EdgeCommand, { readonly type: 'tap' | 'reload' | 'quit' }>;

export type CloseReason =
  | 'client'
  | 'server'
  | 'cut'
  | 'reset'
  | 'refused'
  | 'upstream-error'
  /** A timeout of the edge's own ended it. */
  | 'timeout'
  /** The edge was reloaded or stopped. */
  | 'shutdown';

export interface CloseDetail {
  readonly by: 'client' | 'upstream' | 'edge';
  /** `complete` when the answer came to its own end, else how the client's connection ended. */
  readonly how: 'complete' | 'fin' | 'reset';
  /** The error log's words; null when nothing went wrong. */
  readonly why: string | null;
}

/**
 * What happened on the wire. `at` is milliseconds on a monotonic clock since the edge started. `connection` numbers a
 * request and its answer: an event stream has its TCP connection to itself, other requests may share one.
 */
export type EdgeEvent =
  | { readonly type: 'listening'; readonly at: number; readonly port: number }
  | {
      readonly type: 'request';
      readonly at: number;
      readonly connection: number;
      readonly method: string;
      readonly path: string;
      /** As the server sees it. */
      readonly lastEventId: string | null;
      /** Which `EventSource` of a preview asks: the same each time that it reconnects. Absent where nothing says so. */
      readonly source?: string;
    }
  | {
      readonly type: 'response';
      readonly at: number;
      readonly connection: number;
      readonly status: number;
      readonly contentType: string | null;
    }
  | {
      readonly type: 'event';
      readonly at: number;
      readonly connection: number;
      /** The id that this event carried itself; null without one. */
      readonly id: string | null;
      readonly event: string;
      readonly data: string;
      /** UTF-16 code units of data on the wire: more than `data.length` when it was cut. */
      readonly length: number;
      /** How long the edge kept it before it went to the client; absent when it did not. */
      readonly heldMs?: number;
    }
  | {
      readonly type: 'comment';
      readonly at: number;
      readonly connection: number;
      readonly text: string;
      readonly heldMs?: number;
    }
  | {
      readonly type: 'retry';
      readonly at: number;
      readonly connection: number;
      readonly delay: number;
      readonly heldMs?: number;
    }
  | {
      readonly type: 'close';
      readonly at: number;
      readonly connection: number;
      readonly reason: CloseReason;
      readonly detail?: CloseDetail;
    }
  /** The wire was faster than the channel: so many events, comments, delays and bytes from before this are not reported. */
  | { readonly type: 'dropped'; readonly at: number; readonly count: number }
  /** Which server a request goes to. `peer` is its address. */
  | {
      readonly type: 'upstream';
      readonly at: number;
      readonly connection: number;
      readonly peer: string;
      readonly outcome: 'connecting' | 'connected' | 'reused' | 'failed';
    }
  /** Raw bytes, while the `tap` command asks for them: the first 2 KiB of each piece. */
  | {
      readonly type: 'bytes';
      readonly at: number;
      readonly connection: number;
      readonly direction: 'from-client' | 'to-upstream' | 'from-upstream' | 'to-client';
      readonly size: number;
      readonly encoding: 'utf8' | 'base64';
      readonly bytes: string;
    }
  /** A command was obeyed. */
  | {
      readonly type: 'fault';
      readonly at: number;
      readonly command: EdgeCommand;
      /** Requests that were open. */
      readonly open: number;
    }
  /** A line of the error log. */
  | {
      readonly type: 'log';
      readonly at: number;
      readonly level: LogLevel;
      readonly line: string;
      /** Null when it is about no single request. */
      readonly connection: number | null;
    }
  /** A configuration came into force, lets its last requests finish, or is gone. */
  | {
      readonly type: 'worker';
      readonly at: number;
      readonly generation: number;
      readonly state: 'started' | 'draining' | 'stopped';
    };

/** What the script inside each preview page tells the page that frames it, by `postMessage`. */
export type PreviewMessage =
  /** `page` is made up by each page; `href` is where it is. */
  | {
      readonly source: 'steady-stream-preview';
      readonly type: 'alive';
      readonly page: string;
      readonly href: string;
    }
  /**
   * The page is being left: what comes next may be no page of ours, and silent. Chromium tells no source of a message
   * that came from a page that is gone, so `page` says which it was.
   */
  | { readonly source: 'steady-stream-preview'; readonly type: 'left'; readonly page: string }
  | {
      readonly source: 'steady-stream-preview';
      readonly type: 'console';
      readonly level: 'log' | 'info' | 'warn' | 'error' | 'debug';
      readonly text: string;
    }
  | { readonly source: 'steady-stream-preview'; readonly type: 'error'; readonly text: string };
