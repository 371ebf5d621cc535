export type Status = 'connecting' | 'open' | 'closed';

const STATUSES: readonly Status[] = ['connecting', 'open', 'closed'];

/** Hands on the text of each event at `url`, and how the connection is. */
export function listen(url: string, onMessage: (text: string) => void, onStatus: (status: Status) => void): void {
  const source = new EventSource(url);
  const tell = () => onStatus(STATUSES[source.readyState] ?? 'closed');
  source.onmessage = (event) => onMessage(event.data);
  source.onopen = tell;
  source.onerror = tell;
}
