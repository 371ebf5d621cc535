interface Call {
  number: number;
  calledAt: number;
}

interface Board {
  onRequest(): void;
  onCall(call: Call): void;
}

/** Asks every `everyMs`. Most answers say what the last one said. Returns how to stop. */
export function poll(url: string, everyMs: number, { onRequest, onCall }: Board): () => void {
  let known: number | null = null;
  const timer = setInterval(async () => {
    onRequest();
    const call: Call | null = await fetch(url).then(
      (answer) => answer.json(),
      () => null,
    );
    if (call === null) return;
    // What was called before anyone asked is no news.
    if (known !== null && call.number !== known) onCall(call);
    known = call.number;
  }, everyMs);
  return () => clearInterval(timer);
}

/** Asks once, and listens. */
export function listen(url: string, { onRequest, onCall }: Board): void {
  onRequest();
  const source = new EventSource(url);
  source.addEventListener('message', (event) => onCall(JSON.parse(event.data)));
}
