type Code = 'refused' | 'unreachable' | 'failed' | 'truncated';
type Completion = { text: string; tokens: number };

export class CompletionError extends Error {
  override readonly name = 'CompletionError';
  readonly code: Code;
  readonly status?: number;
  constructor(code: Code, message: string, status?: number) {
    super(message);
    this.code = code;
    if (status !== undefined) this.status = status;
  }
}

interface Options {
  url: string;
  key: string;
  prompt: string;
  signal?: AbortSignal;
  onToken(text: string): void;
}

export async function complete(options: Options): Promise<Completion> {
  return new CompletionCall(options).run();
}

class CompletionCall {
  readonly #options: Options;
  /** Its own, so that done can abort the request too. */
  readonly #controller = new AbortController();

  constructor(options: Options) {
    this.#options = options;
  }

  async run(): Promise<Completion> {
    const { signal } = this.#options;
    signal?.throwIfAborted();
    const pass = () => this.#controller.abort(signal?.reason);
    signal?.addEventListener('abort', pass);
    try {
      return await this.#read(await this.#ask());
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', pass);
      this.#controller.abort();
    }
  }

  async #ask(): Promise<Response> {
    let last: Response | null = null;
    for (const longest of [1000, 2000, 0]) {
      const response = await this.#post();
      if (response.status === 200 && response.headers.get('content-type')?.startsWith('text/event-stream'))
        return response;
      last = response;
      if (![429, 503].includes(response.status) || longest === 0) break;
      const header = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
      await this.#pause(Number.isNaN(header) ? longest * Math.random() : header * 1000 + Math.random() * 500);
    }
    throw await this.#refusal(last);
  }

  async #post(): Promise<Response> {
    const { url, key, prompt } = this.#options;
    try {
      return await fetch(url, {
        method: 'post',
        headers: { AUTHORIZATION: `Bearer ${key}`, 'CONTENT-TYPE': 'application/json' },
        body: JSON.stringify({ prompt, temperature: 0 }),
        signal: this.#controller.signal,
      });
    } catch (error) {
      throw new CompletionError('unreachable', `No answer: ${error}`);
    }
  }

  async #refusal(response: Response | null): Promise<CompletionError> {
    const body: unknown = response?.status === 200 ? null : await response?.json().catch(() => null);
    const message = Object(Object(body).error).message;
    return new CompletionError('refused', typeof message === 'string' ? message : 'Refused', response?.status);
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#controller;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    });
  }

  async #read(response: Response): Promise<Completion> {
    const buffer = new LineBuffer();
    const decoder = new TextDecoder();
    const reader = response.body?.getReader();
    let event = { name: '', data: [] as string[] };
    let text = '';
    for (;;) {
      const piece = await reader?.read().catch(() => null);
      if (!piece || piece.done) throw new CompletionError('truncated', 'Not finished');
      for (const line of buffer.add(decoder.decode(piece.value, { stream: true }))) {
        if (line.startsWith('event:')) event.name = line.slice(6).trim();
        else if (line.startsWith('data:')) event.data.push(line.slice(5));
        else if (line === '') {
          const { name, data } = event;
          event = { name: '', data: [] };
          if (data.length === 0) continue;
          const payload = ['token', 'done', 'error'].includes(name) ? JSON.parse(data.join('\n')) : null;
          if (name === 'done') return { text, tokens: payload.tokens };
          if (name === 'error') throw new CompletionError('failed', payload.message);
          if (name === 'token') {
            text += payload.text;
            this.#options.onToken(payload.text);
          }
        }
      }
    }
  }
}

/** Lines, with whatever ends them. */
class LineBuffer {
  #rest = '';
  #skipLf = false;
  add(piece: string): string[] {
    const text = this.#skipLf && piece.startsWith('\n') ? piece.slice(1) : piece;
    if (piece !== '') this.#skipLf = piece.endsWith('\r');
    const lines = (this.#rest + text).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? '';
    return lines;
  }
}
