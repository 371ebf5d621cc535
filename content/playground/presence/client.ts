/** Is present as `name` until the returned function is called; hands on who else is. */
export function join(name: string, onRoster: (names: readonly string[]) => void): () => void {
  const source = new EventSource(`/presence?name=${encodeURIComponent(name)}`);
  source.addEventListener('roster', (event) => onRoster(JSON.parse(event.data)));
  return () => source.close();
}
