const heard = new Set<string>();

/** Listens to `url`: reports each event that the EventSource dispatches. Returns how to listen to one more name. */
export function listen(url: string, report: (text: string) => void): (name: string) => void {
  const source = new EventSource(url);
  source.addEventListener('error', (event) => {
    if (!('data' in event)) report('the stream has ended; the browser opens a new one');
  });

  const listenTo = (name: string) => {
    if (heard.has(name)) return;
    heard.add(name);
    source.addEventListener(name, (event) => {
      if (!(event instanceof MessageEvent)) return;
      const id = event.lastEventId === '' ? '' : `, lastEventId ${JSON.stringify(event.lastEventId)}`;
      report(`event ${event.type}, data ${JSON.stringify(event.data)}${id}`);
    });
  };
  listenTo('message');
  return listenTo;
}
