interface Listener {
  onWait(): void;
  onGap(ms: number): void;
}

/** Measures the time from each lost connection to the next open one. Returns how to stop. */
export function measureGaps(url: string, { onWait, onGap }: Listener): () => void {
  const source = new EventSource(url);
  let lostAt: number | null = null;

  source.addEventListener('error', () => {
    lostAt = performance.now();
    onWait();
  });
  source.addEventListener('open', () => {
    if (lostAt !== null) onGap(performance.now() - lostAt);
  });
  return () => source.close();
}
