export interface Completion {
  text: string;
  tokens: number;
}

export interface Options {
  url: string;
  key: string;
  prompt: string;
  signal?: AbortSignal;
  /** Call it with each token, as soon as it is there. */
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

/** Asks for a completion. It takes every piece of the body for whole events, and every end for a good one. */
export async function complete({ url, key, prompt, onToken }: Options): Promise<Completion> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
    body: JSON.stringify({ prompt }),
  });
  const reader = response.body!.getReader();
  let text = '';
  let tokens = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text, tokens };
    for (const event of new TextDecoder().decode(value).split('\n\n')) {
      if (!event.startsWith('data: ')) continue;
      const token = event.slice(6);
      text += token;
      tokens++;
      onToken(token);
    }
  }
}
