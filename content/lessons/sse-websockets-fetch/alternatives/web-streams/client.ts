export class CompletionError extends Error {
  code: string;
  status: number | undefined;
  constructor(code: string, message: string, status?: number) {
    super(message);
    Object.assign(this, { name: 'CompletionError' });
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

export async function complete({ url, key, prompt, signal, onToken }: Options) {
  const response = await post(url, key, prompt, signal ?? new AbortController().signal, 2);
  let text = '';
  const end = { tokens: -1, error: null as string | null };
  const sink = new WritableStream<{ name: string; data: string }>({
    write({ name, data }, controller) {
      const stop = () => controller.error('stop');
      if (name === 'token') {
        const token = JSON.parse(data).text;
        text += token;
        onToken(token);
      } else if (name === 'done') {
        end.tokens = JSON.parse(data).tokens;
        stop();
      } else if (name === 'error') {
        end.error = JSON.parse(data).message;
        stop();
      }
    },
  });
  await response
    .body!.pipeThrough(new TextDecoderStream())
    .pipeThrough(lines())
    .pipeThrough(events())
    .pipeTo(sink)
    .catch(() => {});
  if (end.tokens !== -1) return { text, tokens: end.tokens };
  if (end.error !== null) throw new CompletionError('failed', end.error);
  signal?.throwIfAborted();
  throw new CompletionError('truncated', 'The stream has ended early');
}

async function post(url: string, key: string, prompt: string, signal: AbortSignal, left: number): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ prompt }),
      signal,
    });
  } catch {
    signal.throwIfAborted();
    throw new CompletionError('unreachable', 'The server cannot be reached');
  }
  const { status, headers } = response;
  if (status === 200 && /^text\/event-stream\b/i.test(headers.get('content-type') ?? '')) return response;
  if (left > 0 && (status === 429 || status === 503)) {
    const after = headers.get('retry-after');
    await sleep(after ? Number(after) * 1000 : Math.random() * (3 - left) * 1000, signal);
    return post(url, key, prompt, signal, left - 1);
  }
  const answer = status === 200 ? {} : await response.json().catch(() => ({}));
  throw new CompletionError('refused', answer?.error?.message ?? `HTTP ${status}`, status);
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.onabort = () => {
    clearTimeout(timer);
    reject(signal.reason);
  };
  return promise;
}

function lines(): TransformStream<string, string> {
  let rest = '';
  let cr = false;
  return new TransformStream({
    transform(piece, controller) {
      for (const part of piece.match(/\r\n|\r|\n|[^\r\n]+/g) ?? []) {
        if (part === '\n' && cr) {
          cr = false;
          continue;
        }
        cr = part === '\r';
        if (!/^[\r\n]/.test(part)) rest += part;
        else {
          controller.enqueue(rest);
          rest = '';
        }
      }
    },
  });
}

function events(): TransformStream<string, { name: string; data: string }> {
  let name = '';
  let data: string[] = [];
  return new TransformStream({
    transform(line, controller) {
      if (line === '') {
        if (data.length > 0) controller.enqueue({ name, data: data.join('\n') });
        name = '';
        data = [];
      }
      const at = line.indexOf(':');
      const [field, value] = at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
      if (field === 'event') name = value.startsWith(' ') ? value.slice(1) : value;
      if (field === 'data') data.push(value.startsWith(' ') ? value.slice(1) : value);
    },
  });
}
