/** Reports each event, whatever it is called, with its data. */
export function listen(url: string, onEvent: (name: string, data: string) => void): void {
  const source = new EventSource(url);
  for (const name of ['order', 'heartbeat', 'message']) {
    source.addEventListener(name, (event) => onEvent(name, event.data));
  }
}
