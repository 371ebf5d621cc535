/** What the checks of this exercise do over and over. */
import type { Answer, Ask, CheckTools, EventStream, FetchClient, Server } from '#checks';

export const AUTHORIZED = { authorization: 'Bearer polly' };
const JSON_TYPE = { 'content-type': 'application/json' };
export const STREAM = { 'content-type': 'text/event-stream' };

/** What the contract calls at once. */
export const AT_ONCE_MS = 100;
/** The model takes so long for a word. */
export const WORD_MS = 40;

/** Opens a completion. */
export function prompt(server: Server, text: string, options: Pick<Ask, 'unshown'> = {}): EventStream {
  return server.openWith({
    method: 'POST',
    path: '/completions',
    headers: { ...AUTHORIZED, ...JSON_TYPE },
    body: JSON.stringify({ prompt: text }),
    ...options,
  });
}

/** Asks for one that is to be refused, and takes the whole answer. */
export function ask(server: Server, body: string, headers: Readonly<Record<string, string>> = AUTHORIZED) {
  return server.fetch({ method: 'POST', path: '/completions', headers: { ...JSON_TYPE, ...headers }, body });
}

/** Fails the check unless the answer is JSON as every refusal is. */
export function expectError({ expect }: CheckTools, answer: Answer, about: string): void {
  expect(answer, { that: `${about}: Content-Type: application/json` }).toHaveHeader(
    'content-type',
    /^application\/json(\s*;.*)?$/i,
  );
  const { error } = { error: null, ...objectOf(answer.json) };
  const { message } = { message: null, ...objectOf(error) };
  expect(typeof message === 'string' && message !== '', {
    that: `${about}: the body is {"error":{"message":"…"}}`,
    seen: answer.body.slice(0, 200) || 'an empty body',
  }).toBe(true);
}

/** The texts of all tokens so far; what is no such event shows as what it is. */
export function tokens(stream: EventStream): string[] {
  return stream.events('token').map(({ data }) => {
    const { text } = { text: null, ...objectOf(parsed(data)) };
    return typeof text === 'string' ? text : `‹${data}›`;
  });
}

/** Lets the stream come to its end; null when it has none within `ms`. */
export async function finish({ clock }: CheckTools, stream: EventStream, ms: number): Promise<EventStream['end']> {
  await stream.ended(ms);
  await clock.advance(0);
  return stream.end;
}

/** `token, token, done`, for comparing and for showing. */
export function names(stream: EventStream): string {
  return (
    stream
      .events()
      .map(({ name }) => name)
      .join(', ') || 'no event'
  );
}

interface Stats {
  readonly running: number;
  readonly tokens: number;
}

/** What the model does now. */
export async function stats(
  { expect }: CheckTools,
  server: Server,
  options: Pick<Ask, 'unshown'> = {},
): Promise<Stats> {
  const { json, body } = await server.fetch({ method: 'GET', path: '/stats', ...options });
  const { running, tokens: made } = { running: null, tokens: null, ...objectOf(json) };
  expect(typeof running === 'number' && typeof made === 'number', {
    that: 'GET /stats answers with running and tokens',
    seen: body.slice(0, 200),
  }).toBe(true);
  return { running: Number(running), tokens: Number(made) };
}

/** How many completions the model still works on, `ms` after now. */
export async function runningAfter(
  tools: CheckTools,
  server: Server,
  ms: number,
  options: Pick<Ask, 'unshown'> = {},
): Promise<number> {
  await tools.clock.advance(ms);
  return (await stats(tools, server, options)).running;
}

/** The client has called `complete` for this prompt. */
export async function begin({ loadFetchClient }: CheckTools, text = 'Hello'): Promise<FetchClient> {
  const client = await loadFetchClient('complete');
  await again(client, text);
  return client;
}

/** The same once more, in the same page. */
export async function again(client: FetchClient, text = 'Hello'): Promise<void> {
  await client.call({ url: '/completions', key: 'polly', prompt: text }, ['onToken']);
}

/** `event: token` with its data, and the blank line. */
export function token(text: string): string {
  return `event: token\ndata: ${JSON.stringify({ text })}\n\n`;
}

export function done(count: number): string {
  return `event: done\ndata: {"tokens":${count}}\n\n`;
}

/** What became of the promise, in a word or two: `resolved`, `truncated`, `AbortError`. */
export function outcomeOf({ outcome }: FetchClient): string {
  if (outcome.state !== 'rejected') return outcome.state;
  const { code, name } = outcome.error;
  return typeof code === 'string' ? code : String(name);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

/** Fails the check unless the promise resolves with all of the text. */
export function expectText(client: FetchClient, expect: CheckTools['expect'], text: string, count: number): void {
  const { outcome } = client;
  expect(outcome.state === 'resolved' ? outcome.value : outcomeOf(client), {
    that: `the promise resolves with {"text":${JSON.stringify(text)},"tokens":${count}}`,
  }).toMatchObject({ text, tokens: count });
}

/** Null when the body is no JSON. */
export function promptOf(body: string): unknown {
  const { prompt: text } = { prompt: null, ...objectOf(parsed(body)) };
  return text;
}
