interface Listener {
  onOpen(): void;
  onLost(): void;
  /** Something reached code that waits for events: onmessage, or a listener for `heartbeat`. */
  onHeard(who: 'onmessage' | 'heartbeat'): void;
}

/** Listens to a stream on which nothing happens. Returns how to stop. */
export function listen(url: string, { onOpen, onLost, onHeard }: Listener): () => void {
  const source = new EventSource(url);
  source.onopen = onOpen;
  source.onerror = onLost;
  source.onmessage = () => onHeard('onmessage');
  source.addEventListener('heartbeat', () => onHeard('heartbeat'));
  return () => source.close();
}
