export class CompletionError extends Error {
  constructor(code: string, message: string, status: number | null = null) {
    super(message);
    Object.assign(this, { code, status });
  }
}

export const complete = async (options: {
  url: string;
  key: string;
  prompt: string;
  signal?: AbortSignal;
  onToken(text: string): void;
}) => {
  const { url, key, prompt, signal, onToken } = options;
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const started = performance.now();
  for (let tries = 0; ; tries++) {
    const init: RequestInit = {
      method: 'POST',
      body: new Blob([JSON.stringify({ prompt })], { type: 'application/json' }),
      headers: { Authorization: `Bearer ${key}` },
      signal: either,
      cache: 'no-store',
    };
    const response = await fetch(url, init).catch((cause) => {
      if (signal?.aborted) throw signal.reason;
      throw new CompletionError('unreachable', `${cause} after ${performance.now() - started} ms`);
    });
    const type = response.headers.get('Content-Type') ?? '';
    if ((response.status === 429 || response.status === 503) && tries < 2) {
      const seconds = response.headers.has('Retry-After')
        ? Number(response.headers.get('Retry-After')) + 0.5
        : Math.random() ** 2;
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, seconds * 1000);
        either.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(either.reason);
        });
      });
      continue;
    }
    if (response.status !== 200 || !type.toLowerCase().includes('text/event-stream')) {
      const body = response.status === 200 ? '' : await response.text();
      if (signal?.aborted) throw signal.reason;
      const message = /^\{"error":\{"message":("[^"]*")/.exec(body)?.[1];
      throw new CompletionError('refused', message ? JSON.parse(message) : body.slice(0, 80), response.status);
    }
    return await read(response, onToken)
      .catch((error) => {
        if (signal?.aborted) throw signal.reason;
        throw error instanceof CompletionError ? error : new CompletionError('truncated', String(error));
      })
      .finally(() => stop.abort());
  }
};

async function read(response: Response, onToken: (text: string) => void) {
  const decoder = new TextDecoder();
  let buffer = '';
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    buffer += decoder.decode(chunk, { stream: true });
    for (;;) {
      // A whole event: anything up to an empty line. A CR at the very end may have its LF still to come.
      const block = /^(?:(?:[^\r\n]+)(?:\r\n|\n|\r(?!$|\n)))*(?:\r\n|\n|\r(?!$|\n))/.exec(buffer)?.[0];
      if (block === undefined) break;
      buffer = buffer.slice(block.length);
      const rows = block.split(/\r\n|\r|\n/);
      const pick = (name: string) =>
        rows
          .filter((row) => row === name || row.startsWith(`${name}:`))
          .map((row) => row.slice(name.length + 1).replace(/^ /, ''));
      const event = pick('event').at(-1);
      const data = pick('data');
      if (data.length === 0) continue;
      switch (event) {
        case 'token': {
          const { text: token } = JSON.parse(data.join('\n'));
          onToken(token);
          text += token;
          break;
        }
        case 'done':
          return { text, tokens: Number(JSON.parse(data.join('\n')).tokens) };
        case 'error':
          throw new CompletionError('failed', JSON.parse(data.join('\n')).message);
      }
    }
  }
  throw new CompletionError('truncated', 'no done');
}
