type Report = (kind: 'open' | 'event' | 'lost', text: string) => void;

/** Reports each event with its id, and what the page would have to do. Returns how to stop. */
export function listen(url: string, report: Report): () => void {
  const source = new EventSource(url);
  source.addEventListener('message', (event) => report('event', `id ${event.lastEventId}: ${event.data}`));
  source.addEventListener('reset', () => report('open', 'reset: something is missing, load everything again'));
  source.addEventListener('error', () => report('lost', 'lost'));
  return () => source.close();
}
