export interface Completion {
  text: string;
  tokens: number;
}

export interface Options {
  url: string;
  key: string;
  prompt: string;
  signal?: AbortSignal;
  /** Called with each token, as soon as it is there. */
  onToken(text: string): void;
}

export type Code =
  | 'refused' // another status than 200, or no event stream
  | 'unreachable' // no answer at all
  | 'failed' // the server said so, in the middle
  | 'truncated'; // it ended, and nobody said why

export class CompletionError extends Error {
  code: Code;
  status: number | undefined;

  constructor(code: Code, message: string, status?: number) {
    super(message);
    this.name = 'CompletionError';
    this.code = code;
    this.status = status;
  }
}

const MOST_REQUESTS = 3;
const FIRST_DELAY_MS = 1_000;

/** Asks for a completion. Resolves when it is whole; a part of it is no success. */
export async function complete(options: Options): Promise<Completion> {
  const response = await request(options);
  let text = '';
  for await (const { name, data } of events(response, options.signal)) {
    if (name === 'token') {
      const token = JSON.parse(data).text;
      text += token;
      options.onToken(token);
    }
    if (name === 'error') throw new CompletionError('failed', JSON.parse(data).message);
    // Leaving the loop cancels the body: whoever is done leaves nothing open.
    if (name === 'done') return { text, tokens: JSON.parse(data).tokens };
  }
  throw new CompletionError('truncated', 'The answer broke off');
}

/** The answer, as soon as there is one to read. A server that said “not now” has not begun, so it is asked again. */
async function request({ url, key, prompt, signal }: Options): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
      body: prompt,
      signal: signal ?? null,
    }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw new CompletionError('unreachable', String(error));
    });
    const isStream = /^text\/event-stream\s*(;|$)/i.test(response.headers.get('Content-Type') ?? '');
    if (response.status === 200 && isStream) return response;
    const again = response.status === 429 || response.status === 503;
    if (!again || attempt === MOST_REQUESTS) throw await refusal(response, signal);
    await response.body?.cancel();
    const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
    const random = Math.random() * FIRST_DELAY_MS * 2 ** (attempt - 1);
    await delay(Number.isNaN(seconds) ? random : seconds * 1000, signal);
  }
}

async function refusal(response: Response, signal?: AbortSignal): Promise<CompletionError> {
  const { status } = response;
  let message = `Status ${status}`;
  try {
    // 200 and no stream may go on for ever.
    if (status === 200) await response.body?.cancel();
    else message = JSON.parse(await response.text()).error.message ?? message;
  } catch {
    signal?.throwIfAborted();
  }
  return new CompletionError('refused', message, status);
}

function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

interface StreamEvent {
  name: string;
  data: string;
}

/** The events of a body, until it ends or breaks off. What is incomplete then is no event. */
async function* events({ body }: Response, signal?: AbortSignal): AsyncGenerator<StreamEvent> {
  if (!body) return;
  const reader = body.getReader();
  // Keeps half a character for the next piece, and takes a byte order mark away.
  const decoder = new TextDecoder();
  const parser = new Parser();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        signal?.throwIfAborted();
        return { done: true, value: undefined } as const;
      });
      if (done) return;
      for (const event of parser.push(decoder.decode(value, { stream: true }))) {
        signal?.throwIfAborted();
        yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

class Parser {
  #line = '';
  #afterCr = false;
  #name = '';
  #data: string[] = [];

  /** The events that are complete with this piece. */
  push(piece: string): StreamEvent[] {
    const found: StreamEvent[] = [];
    for (const character of piece) {
      const second = character === '\n' && this.#afterCr;
      this.#afterCr = character === '\r';
      // The second half of a CRLF, perhaps in another piece.
      if (second) continue;
      if (character !== '\n' && character !== '\r') {
        this.#line += character;
        continue;
      }
      const event = this.#take(this.#line);
      if (event) found.push(event);
      this.#line = '';
    }
    return found;
  }

  #take(line: string): StreamEvent | null {
    if (line === '') {
      const event = { name: this.#name || 'message', data: this.#data.join('\n') };
      const isEvent = this.#data.length > 0;
      this.#name = '';
      this.#data = [];
      return isEvent ? event : null;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#name = value;
    if (field === 'data') this.#data.push(value);
    return null;
  }
}
