import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { ClientConnection } from '../client/client-connection.ts';
import type { Location, VirtualServer } from '../config/model.ts';
import type { Scope } from '../config/scope.ts';
import { alias, root } from '../config/settings/core.ts';
import type { Exchange } from '../exchange.ts';
import type { ResponseHead } from '../http1/head-bytes.ts';
import type { RequestHead } from '../http1/request-head.ts';
import type { RequestUri } from '../http1/uri.ts';
import { clockTime } from '../log/time.ts';
import type { PreviewRequest } from '../preview-extras.ts';
import { readBuiltin } from '../variables/builtin.ts';
import type { Pattern } from '../variables/pattern.ts';
import type { VariableSource } from '../variables/template.ts';
import type { Worker } from '../worker.ts';
import { Answer } from './answer.ts';
import { RequestBody } from './request-body.ts';

/** One try at one server: what `$upstream_…` tells. */
export interface UpstreamAttempt {
  readonly peer: string;
  status: number | null;
  received: number;
  sent: number;
  bodyBytes: number;
  connectMs: number | null;
  headerMs: number | null;
  totalMs: number | null;
}

/** One request, from its head to the last byte of its answer. */
export class HttpRequest implements VariableSource {
  readonly client: ClientConnection;
  readonly worker: Worker;
  readonly head: RequestHead;
  /** Bytes of the head. */
  readonly length: number;
  readonly body: RequestBody;
  readonly answer: Answer;
  readonly startedAt = clockTime();
  readonly unparsedUri: string;
  /** Null for what the tap is not told: a request that was never understood. */
  readonly exchange: Exchange;
  readonly preview: PreviewRequest | null;

  /** The client's, until an error's page is asked for in its place. */
  method: string;
  readonly server: VirtualServer;
  /** The configuration that holds now. */
  scope: Scope;
  location: Location | null = null;
  uri: string;
  args: string;
  /** Whether the path must be encoded again before it goes on the wire. */
  quoted: boolean;
  /** Whether `uri` still is what the client asked for. */
  unchanged = true;
  /** An internal redirect happened: `internal` locations may answer. */
  isInternal = false;
  redirects = 0;
  keepAlive: boolean;

  readonly values = new Map<string, string>();
  readonly namedCaptures = new Map<string, string>();
  #captures: readonly string[] = [];
  readonly #evaluating = new Set<string>();
  #id: string | null = null;

  /** What `error_page` sends another answer with: 0 leaves it to that answer; null when no error came before. */
  errorStatus: number | null = null;
  errorPageTried = false;
  limitStatus: string | null = null;
  /** No server answered: what follows is about that. */
  failedUpstream = false;

  readonly attempts: UpstreamAttempt[] = [];
  upstreamHead: ResponseHead | null = null;
  proxyHost: string | null = null;

  /** Released when the request is over: what a limit counts. */
  readonly releases: (() => void)[] = [];
  /** Whoever makes the answer is told that nobody waits for it any more. Null: the answer is made all the same. */
  onAbandoned: (() => void) | null = null;
  /** A client that has sent its last may be gone or not: only writing to it can tell. */
  ignoresAbort = false;
  finished = false;

  constructor(
    client: ClientConnection,
    parts: {
      readonly head: RequestHead;
      readonly length: number;
      readonly uri: RequestUri;
      readonly server: VirtualServer;
      readonly exchange: Exchange;
      readonly preview: PreviewRequest | null;
    },
  ) {
    this.client = client;
    this.worker = client.worker;
    this.head = parts.head;
    this.length = parts.length;
    this.server = parts.server;
    this.method = parts.head.method;
    this.exchange = parts.exchange;
    this.preview = parts.preview;
    this.scope = parts.server.scope;
    this.uri = parts.uri.uri;
    this.args = parts.uri.args;
    this.quoted = parts.uri.quoted;
    this.unparsedUri = parts.uri.unparsed;
    this.body = new RequestBody(parts.head);
    this.answer = new Answer(this);
    const connection = (parts.head.headers.get('connection') ?? '').toLowerCase();
    this.keepAlive = parts.head.version === '1.1' ? !connection.includes('close') : connection.includes('keep-alive');
  }

  id(): string {
    this.#id ??= randomBytes(16).toString('hex');
    return this.#id;
  }

  variable(name: string): string | null {
    const own = this.worker.config.variables.get(name);
    if (!own) return readBuiltin(name, this);
    if (this.#evaluating.has(name)) return null;
    this.#evaluating.add(name);
    const value = own(this);
    this.#evaluating.delete(name);
    return value;
  }

  capture(number: number): string {
    return this.#captures[number] ?? '';
  }

  /** Matches, and keeps what the groups caught for `$1` and `$name`. */
  matches({ regex }: Pattern, text: string): boolean {
    const match = regex.exec(text);
    if (!match) return false;
    this.#captures = [...match].map((group) => group ?? '');
    for (const [name, value] of Object.entries(match.groups ?? {})) this.namedCaptures.set(name, value ?? '');
    return true;
  }

  documentRoot(): string {
    const template = alias.get(this.scope) ?? root.get(this.scope);
    return path.resolve(this.worker.config.prefix, template?.evaluate(this) ?? 'html');
  }

  /** The file that the URI names, under `root` or through `alias`. */
  fileName(uri = this.uri): string {
    const decoded = Buffer.from(uri, 'latin1').toString('utf8');
    const substitute = alias.get(this.scope);
    if (!substitute) return `${this.documentRoot()}${decoded}`;
    const value = substitute.evaluate(this);
    const resolved = path.resolve(this.worker.config.prefix, value) + (value.endsWith('/') ? '/' : '');
    const prefix = this.location?.kind === 'regex' ? decoded.length : (this.location?.name.length ?? 0);
    return `${resolved}${decoded.slice(prefix)}`;
  }

  /** The head was given out. */
  onAnswered(): void {
    const { status, contentType } = this.answer;
    this.exchange.answered(status, contentType);
  }

  /** The whole answer was taken by the client's side. */
  onSent(): void {
    this.client.finishRequest(this, 'complete');
  }
}
