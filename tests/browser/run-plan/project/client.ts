const seen: string[] = [];
const source = new EventSource('/events');

function note(text: string): void {
  seen.push(text);
  parent.postMessage({ seen }, '*');
}

source.addEventListener('hello', async ({ data }: MessageEvent<string>) => {
  note(data);
  await fetch('/orders', { method: 'POST', body: `from a page of ${data}` });
});
source.addEventListener('order', ({ data }: MessageEvent<string>) => note(data));
