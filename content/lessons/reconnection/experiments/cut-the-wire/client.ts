/** Reports each thing that an EventSource goes through. There is no code here that reconnects. */
export function watch(url: string, report: (kind: 'open' | 'event' | 'lost', text: string) => void): void {
  const source = new EventSource(url);
  let lostAt: number | null = null;

  source.addEventListener('open', () => {
    const gap = lostAt === null ? '' : ` after ${((performance.now() - lostAt) / 1000).toFixed(1)} s`;
    report('open', `open${gap}`);
    lostAt = null;
  });
  source.addEventListener('hello', (event) => report('open', `the server saw Last-Event-ID: ${event.data}`));
  source.addEventListener('message', (event) => report('event', event.data));
  source.addEventListener('error', () => {
    lostAt ??= performance.now();
    report('lost', `error, readyState ${source.readyState}: ${source.readyState === 0 ? 'trying again' : 'given up'}`);
  });
}
