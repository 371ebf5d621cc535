/** The edge's control channel: commands in, tap events out, one control line each (see control-lines.ts). */

export type EdgeCommand =
  /** Ends every open stream. `fin` closes cleanly, as a proxy's idle timeout does; `reset` sends RST. */
  | { readonly type: 'cut'; readonly how: 'fin' | 'reset' }
  /** Until lifted, new connections are closed without an answer: the browser sees a network error and keeps trying. */
  | { readonly type: 'refuse'; readonly on: boolean };

export type CloseReason = 'client' | 'server' | 'cut' | 'reset' | 'refused' | 'upstream-error';

/** What happened on the wire. `at` is milliseconds on a monotonic clock since the edge started. */
export type EdgeEvent =
  | { readonly type: 'listening'; readonly at: number; readonly port: number }
  | {
      readonly type: 'request';
      readonly at: number;
      readonly connection: number;
      readonly method: string;
      readonly path: string;
      readonly lastEventId: string | null;
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
      readonly id: string | null;
      readonly event: string;
      readonly data: string;
    }
  | { readonly type: 'comment'; readonly at: number; readonly connection: number; readonly text: string }
  | { readonly type: 'retry'; readonly at: number; readonly connection: number; readonly delay: number }
  | { readonly type: 'close'; readonly at: number; readonly connection: number; readonly reason: CloseReason };

/** What the script inside each preview page tells the page that frames it, by `postMessage`. */
export type PreviewMessage =
  | { readonly source: 'steady-stream-preview'; readonly type: 'alive' }
  | {
      readonly source: 'steady-stream-preview';
      readonly type: 'console';
      readonly level: 'log' | 'info' | 'warn' | 'error' | 'debug';
      readonly text: string;
    }
  | { readonly source: 'steady-stream-preview'; readonly type: 'error'; readonly text: string };
