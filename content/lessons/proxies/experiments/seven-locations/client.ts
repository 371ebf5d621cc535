export interface Progress {
  /** Milliseconds from the request to the event open; null until then. */
  opened: number | null;
  events: number;
  /** How old the newest event was when it came, in milliseconds. */
  late: number | null;
}

/** Listens to `path`, and says how that goes. Returns how to stop. */
export function listen(path: string, onProgress: (progress: Progress) => void): () => void {
  const progress: Progress = { opened: null, events: 0, late: null };
  const startedAt = performance.now();
  const source = new EventSource(path);
  source.onopen = () => {
    progress.opened = performance.now() - startedAt;
    onProgress(progress);
  };
  source.onmessage = ({ data }) => {
    progress.events++;
    progress.late = Date.now() - Number(data);
    onProgress(progress);
  };
  onProgress(progress);
  return () => source.close();
}
