const STATES = ['0, CONNECTING', '1, OPEN', '2, CLOSED'];

type Report = (kind: 'open' | 'event' | 'lost', text: string, readyState: string) => void;

/** Reports what an EventSource goes through. Returns how to stop. */
export function listen(url: string, report: Report): () => void {
  const source = new EventSource(url);
  const say = (kind: 'open' | 'event' | 'lost', text: string) => report(kind, text, STATES[source.readyState] ?? '');

  source.addEventListener('open', () => say('open', 'open'));
  source.addEventListener('message', (event) => say('event', event.data));
  source.addEventListener('error', () => {
    const next = source.readyState === EventSource.CLOSED ? 'It will never try again.' : 'It will try again.';
    say('lost', `error, readyState ${source.readyState}. ${next}`);
  });
  return () => source.close();
}
