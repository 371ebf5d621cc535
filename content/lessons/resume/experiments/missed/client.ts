/** Reports each number that arrives, and each loss. Nothing in here remembers anything: the browser does. */
export function listen(url: string, onNumber: (number: number) => void, onLost: () => void): () => void {
  const source = new EventSource(url);
  source.addEventListener('message', (event) => onNumber(Number(event.data)));
  source.addEventListener('error', onLost);
  return () => source.close();
}
