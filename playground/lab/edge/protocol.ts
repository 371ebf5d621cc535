/** The edge's control channel: commands in, tap events out, one control line each (see ../control-lines.ts). */

export type EdgeCommand =
  /** Ends every open stream. `fin` closes cleanly, as a proxy's idle timeout does; `reset` sends RST. */
  | { readonly type: 'cut'; readonly how: 'fin' | 'reset' }
  /** Until lifted, requests are closed without an answer: the browser sees a network error and keeps trying. */
  | { readonly type: 'refuse'; readonly on: boolean };

export type CloseReason = 'client' | 'server' | 'cut' | 'reset' | 'refused' | 'upstream-error';

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
    }
  | { readonly type: 'comment'; readonly at: number; readonly connection: number; readonly text: string }
  | { readonly type: 'retry'; readonly at: number; readonly connection: number; readonly delay: number }
  | { readonly type: 'close'; readonly at: number; readonly connection: number; readonly reason: CloseReason }
  /** The wire was faster than the channel: so many events, comments and delays from before this one are not reported. */
  | { readonly type: 'dropped'; readonly at: number; readonly count: number };

/** What the script inside each preview page tells the page that frames it, by `postMessage`. */
export type PreviewMessage =
  /** `page` is made up by each page. */
  | { readonly source: 'steady-stream-preview'; readonly type: 'alive'; readonly page: string }
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

/** Checks a message from the control channel. Null for anything that is no command. */
export function parseEdgeCommand(message: unknown): EdgeCommand | null {
  if (typeof message !== 'object' || message === null || !('type' in message)) return null;
  if (message.type === 'cut' && 'how' in message && (message.how === 'fin' || message.how === 'reset')) {
    return { type: 'cut', how: message.how };
  }
  if (message.type === 'refuse' && 'on' in message && typeof message.on === 'boolean') {
    return { type: 'refuse', on: message.on };
  }
  return null;
}
