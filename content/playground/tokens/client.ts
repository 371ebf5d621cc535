interface Event {
  name: string;
  data: string;
}

/** The events of a response's body. Enough for a server that writes LF; comments and ids are left out. */
async function* eventsOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Event> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    // An event may come in pieces, and several in one.
    const blocks = (text + read.value).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split('\n')
          .filter((line) => line.startsWith(`${name}: `))
          .map((line) => line.slice(name.length + 2))
          .join('\n');
      yield { name: field('event') || 'message', data: field('data') };
    }
  }
}

/** Asks for an answer and hands on its tokens. Rejects when `stop` says so, or when the answer ends before its end. */
export async function ask(prompt: string, onToken: (token: string) => void, stop: AbortSignal): Promise<number> {
  const response = await fetch('/completions', { method: 'POST', body: prompt, signal: stop });
  if (!response.ok || !response.body) throw new Error(`The server answered ${response.status}.`);
  for await (const { name, data } of eventsOf(response.body)) {
    if (name === 'token') onToken(JSON.parse(data).token);
    if (name === 'done') return JSON.parse(data).tokens;
  }
  throw new Error('The answer was cut.');
}
