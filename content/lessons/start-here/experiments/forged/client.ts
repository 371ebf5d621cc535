interface Board {
  onNote(data: string): void;
  onAdmin(data: string): void;
}

/** Notes are open to all and have no name. Only the house sends events called `admin`: or so it believes. */
export function listen(url: string, { onNote, onAdmin }: Board): void {
  const source = new EventSource(url);
  source.addEventListener('message', (event) => onNote(event.data));
  source.addEventListener('admin', (event) => onAdmin(event.data));
}
