/** One step of what a server does with a request. Times are milliseconds. */
export type ServerStep =
  | { readonly head: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly send: string }
  /** So many bytes that are all different from what compresses well. */
  | { readonly fill: number }
  | { readonly wait: number }
  /** Bytes past Node's own HTTP: what a broken server sends. */
  | { readonly raw: string }
  /** An orderly end, a FIN without one, or a RST. Without any of them the answer stays open. */
  | { readonly finish: 'end' | 'destroy' | 'reset' };

export interface ServerScript {
  /** By path; `*` for any other. The n-th request takes the n-th of several answers, and the last one again. */
  readonly answers: Readonly<Record<string, readonly ServerStep[] | readonly (readonly ServerStep[])[]>>;
  /** Hears requests and answers 101, then sends back what it gets. */
  readonly echoesUpgrades?: boolean;
}

export interface ClientStep {
  readonly after: number;
  readonly does: 'close' | 'reset' | 'half-close' | 'pause' | 'resume' | { readonly send: string };
}

export interface ClientScript {
  /** When it connects: so long after the start, or once the one before it has its answer. */
  readonly at?: number | 'in turn';
  /** Bytes that it sends then. Lines end with CR LF; see {@link get}. */
  readonly sends: string;
  readonly steps?: readonly ClientStep[];
}

export interface ProxyStep {
  readonly at: number;
  readonly signal: 'SIGHUP' | 'SIGQUIT' | 'SIGTERM';
  /** The `http` block's content from then on. */
  readonly http?: string;
}

/**
 * The same configuration, servers and clients, for nginx and the edge. In `http`, `LISTEN` stands for the port of the
 * proxy, and a server's letter after `PORT_` for that server's: `PORT_A`.
 */
export interface NginxCase {
  readonly title: string;
  /** Directives of the main context. */
  readonly main?: string;
  /** Content of the `http` block. */
  readonly http: string;
  /** `down`: nothing listens on its port. */
  readonly servers?: Readonly<Record<string, ServerScript | 'down'>>;
  /** Files under the prefix. */
  readonly files?: Readonly<Record<string, string>>;
  readonly clients: readonly ClientScript[];
  readonly proxy?: readonly ProxyStep[];
  /** How long it is watched. What is open then stays so. */
  readonly watchMs: number;
  /** What is known to differ, and left out of the comparison. */
  readonly differs?: { readonly what: readonly ObservedPart[]; readonly because: string };
}

export type ObservedPart = 'clients' | 'times' | 'requests' | 'errors' | 'files' | 'exit' | 'server-ends';

/** A GET as a browser sends it, on one line each. */
export function get(path: string, headers: Readonly<Record<string, string>> = {}, version = '1.1'): string {
  const all = { Host: 'shop.example:8080', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/${version}\r\n${lines.join('')}\r\n`;
}

export function post(path: string, body: string, headers: Readonly<Record<string, string>> = {}): string {
  const all = { Host: 'shop.example:8080', 'Content-Length': String(body.length), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** A server whose answer to everything is one plain text, with its name in it. */
export function says(text: string, headers: Readonly<Record<string, string>> = {}): ServerScript {
  return {
    answers: {
      '*': [{ head: 200, headers: { 'Content-Type': 'text/plain', ...headers } }, { send: text }, { finish: 'end' }],
    },
  };
}

export const EVENT_STREAM = { 'Content-Type': 'text/event-stream' } as const;

/** A server that streams one small event after each wait, and stays open. */
export function streams(waits: readonly number[], headers: Readonly<Record<string, string>> = {}): ServerScript {
  const events = waits.flatMap((wait, at) => [{ wait }, { send: `data: <${at + 1}>\n\n` }]);
  return { answers: { '*': [{ head: 200, headers: { ...EVENT_STREAM, ...headers } }, ...events] } };
}
