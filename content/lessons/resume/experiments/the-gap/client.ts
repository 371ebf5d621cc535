interface Counts {
  arrived: number;
  missing: number;
  twice: number;
  late: number;
  reconnects: number;
}

/** Counts what a stream of the numbers 1, 2, 3… loses, repeats, and mixes up. Returns how to stop. */
export function audit(url: string, onCounts: (counts: Counts) => void): () => void {
  const source = new EventSource(url);
  const seen = new Set<number>();
  let first: number | null = null;
  let newest = 0;
  const counts = { arrived: 0, missing: 0, twice: 0, late: 0, reconnects: 0 };

  source.addEventListener('message', (event) => {
    const number = Number(event.data);
    first ??= number;
    counts.arrived++;
    if (seen.has(number)) counts.twice++;
    else if (number < newest) counts.late++;
    seen.add(number);
    newest = Math.max(newest, number);
    counts.missing = newest - first + 1 - [...seen].filter((each) => each >= (first ?? 0)).length;
    onCounts(counts);
  });
  source.addEventListener('error', () => {
    counts.reconnects++;
    onCounts(counts);
  });
  return () => source.close();
}
