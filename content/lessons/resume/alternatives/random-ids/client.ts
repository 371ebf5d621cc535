// The cursor in a template of the URL, which is cut into pieces once.
interface Options {
  url: string;
  onStatus: (status: 'connecting' | 'open' | 'reconnecting' | 'outdated' | 'closed') => void;
  onOrder: (order: { order: number; status: string }) => void;
  onNote?: (note: { text: string }) => void;
}

export const connect = ({ url, onStatus, onOrder, onNote = () => {} }: Options) => {
  const [path, query = ''] = url.split('?');
  const others = query.split('&').filter((part) => part !== '' && !part.startsWith('lastEventId='));
  const given = query.split('&').find((part) => part.startsWith('lastEventId='));
  let cursor = given ?? null;
  let source: EventSource;
  let failures = 0;
  let timer: number | ReturnType<typeof setTimeout> = 0;

  const take = (handle: (data: unknown) => void) => (event: MessageEvent) => {
    cursor = `lastEventId=${encodeURIComponent(event.lastEventId)}`;
    handle(JSON.parse(event.data));
  };
  const start = () => {
    const parts = cursor === null ? others : [...others, cursor];
    source = new EventSource(parts.length > 0 ? `${path}?${parts.join('&')}` : `${path}`);
    source.addEventListener(
      'order',
      take((data) => onOrder(data as { order: number; status: string })),
    );
    source.addEventListener(
      'note',
      take((data) => onNote(data as { text: string })),
    );
    source.addEventListener(
      'reset',
      take(() => onStatus('outdated')),
    );
    source.addEventListener('open', () => {
      failures = 0;
      onStatus('open');
    });
    source.addEventListener('error', ({ target }) => {
      onStatus('reconnecting');
      if (target !== source || source.readyState < 2) return;
      timer = setTimeout(start, Math.random() * Math.min(30_000, 1_000 * 2 ** failures++));
    });
  };

  onStatus('connecting');
  start();
  return {
    close() {
      clearTimeout(timer);
      source.close();
      onStatus('closed');
    },
  };
};
