/** Reads tokens until `signal` is aborted. Enough for this page; the exercise asks for more. */
export async function ask(url: string, prompt: string, signal: AbortSignal, onToken: (text: string) => void) {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify({ prompt }), signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (rest + value).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) onToken(JSON.parse(event.slice(event.indexOf('{'))).text);
  }
}
