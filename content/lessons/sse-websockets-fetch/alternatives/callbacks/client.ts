export class CompletionError extends Error {
  code: string;
  status: number | undefined;

  constructor(code: string, message: string, status?: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

interface Options {
  url: string;
  key: string;
  prompt: string;
  signal?: AbortSignal;
  onToken(text: string): void;
}

export function complete(options: Options): Promise<{ text: string; tokens: number }> {
  return new Promise((resolve, reject) => attempt(options, 1, resolve, reject));
}

type Resolve = (completion: { text: string; tokens: number }) => void;
type Reject = (error: unknown) => void;

function attempt(options: Options, number: number, resolve: Resolve, reject: Reject): void {
  const { url, key, prompt, signal } = options;
  const request = new Request(new URL(url, location.href), {
    method: 'POST',
    headers: new Headers([
      ['authorization', `Bearer ${key}`],
      ['content-type', 'application/json; charset=utf-8'],
      ['accept', 'text/event-stream'],
    ]),
    body: JSON.stringify({ prompt, stream: true }),
    signal: signal ?? null,
  });
  fetch(request).then(
    (response) => {
      const type = response.headers.get('content-type') ?? '';
      if (response.status === 200 && type.split(';')[0]?.trim().toLowerCase() === 'text/event-stream') {
        read(response, options, resolve, reject);
        return;
      }
      if ((response.status === 429 || response.status === 503) && number < 3) {
        void response.body?.cancel().catch(() => {});
        const header = response.headers.get('retry-after');
        const ms = header === null ? Math.random() * 1000 * number : Number(header) * 1000 + Math.random() * 900;
        const timer = setTimeout(() => attempt(options, number + 1, resolve, reject), ms);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
        return;
      }
      response.json().then(
        (json) => reject(new CompletionError('refused', String(json?.error?.message ?? 'refused'), response.status)),
        (error) =>
          reject(signal?.aborted ? error : new CompletionError('refused', response.statusText, response.status)),
      );
    },
    (error) => reject(signal?.aborted ? signal.reason : new CompletionError('unreachable', error.message)),
  );
}

function read(response: Response, options: Options, resolve: Resolve, reject: Reject): void {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let text = '';
  let name = '';
  let data: string | null = null;
  let over = false;

  const finish = (settle: () => void) => {
    over = true;
    settle();
    reader.cancel().catch(() => {});
  };
  const dispatch = () => {
    const value = data === null ? null : JSON.parse(data);
    if (value !== null && name === 'token') {
      text += value.text;
      options.onToken(value.text);
    } else if (value !== null && name === 'done') finish(() => resolve({ text, tokens: value.tokens }));
    else if (value !== null && name === 'error') finish(() => reject(new CompletionError('failed', value.message)));
    name = '';
    data = null;
  };
  const take = (line: string) => {
    if (line === '') {
      if (name === 'token' || name === 'done' || name === 'error') dispatch();
      name = '';
      data = null;
      return;
    }
    const [, field, value] = /^([^:]*)(?:: ?)?(.*)$/s.exec(line) ?? [];
    if (field === 'event') name = value ?? '';
    if (field === 'data') data = data === null ? (value ?? '') : `${data}\n${value}`;
  };
  const more = () => {
    reader.read().then(
      ({ done, value }) => {
        if (over) return;
        if (done) {
          finish(() => reject(new CompletionError('truncated', 'no done')));
          return;
        }
        rest += decoder.decode(value, { stream: true });
        // A CR at the end may be half of a CRLF: it stays until more is there.
        for (;;) {
          const found = /\r\n|\n|\r(?!$)/.exec(rest);
          if (!found || over) break;
          const line = rest.slice(0, found.index);
          rest = rest.slice(found.index + found[0].length);
          take(line);
        }
        if (!over) more();
      },
      () => {
        if (!over)
          finish(() =>
            reject(options.signal?.aborted ? options.signal.reason : new CompletionError('truncated', 'cut')),
          );
      },
    );
  };
  more();
}
