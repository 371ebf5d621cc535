interface Listener {
  /** Which instance the newest event came from. */
  onHeard(instance: string): void;
  /** 0: the browser tries again. 2: it never will. */
  onError(readyState: number): void;
}

/** No code for errors: the browser is on its own. */
export function listen(path: string, { onHeard, onError }: Listener): void {
  const source = new EventSource(path);
  source.onmessage = ({ data }) => onHeard(data);
  source.onerror = () => onError(source.readyState);
}
