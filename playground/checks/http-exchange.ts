import { request } from 'node:http';
import type { ToolClock } from './clock/clock.ts';
import { type Head, headOf } from './head.ts';

const ANSWER_LIMIT_MS = 1_500;

export interface Answer extends Head {
  readonly body: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

/** Where a server is. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** In front of every path; empty for most. */
  readonly base: string;
}

export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Messages show neither what comes back nor the same question twice: a kernel's buffers differ from run to run. */
  readonly unshown?: true;
}

/** One request and its whole answer, or why there is none, in words. */
export async function exchange(clock: ToolClock, { host, port, base }: Target, ask: Ask): Promise<Answer | string> {
  // What the check did before has arrived when this request leaves.
  await clock.advance(0);
  let answer: Answer | string | null = null;
  const { method, path, headers, body } = ask;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const outgoing = request({
    host,
    port,
    method,
    path: base + path,
    headers: { ...length, ...headers },
    agent: false,
  });
  const settle = (result: Answer | string) => {
    answer ??= result;
    clock.wake();
  };
  outgoing.on('socket', (socket) => clock.watch(socket));
  outgoing.on('error', (error) => settle(`no answer: ${reasonOf(error)}`));
  outgoing.on('response', (response) => {
    const chunks: Uint8Array[] = [];
    response.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    response.on('error', (error) => settle(`half an answer: ${error.message}`));
    response.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      settle({ ...headOf(response), body: text, json: parseJson(text) });
    });
  });
  outgoing.end(body);
  await clock.wait(() => answer !== null, ANSWER_LIMIT_MS);
  outgoing.destroy();
  return answer ?? `no answer within ${ANSWER_LIMIT_MS / 1000} s`;
}

/** Where a name has several addresses, the error of a connection that all of them refused has no message. */
function reasonOf(error: Error): string {
  return 'code' in error && error.code === 'ECONNREFUSED' ? 'connection refused' : error.message;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
