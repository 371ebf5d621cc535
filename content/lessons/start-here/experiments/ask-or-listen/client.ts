interface Call {
  number: number;
  calledAt: number;
}

interface Board {
  onRequest(): void;
  onCall(call: Call): void;
}

/** Asks every `everyMs`. Most answers say what the last one said. */
export function poll(url: string, everyMs: number, { onRequest, onCall }: Board): void {
  let known = 0;
  setInterval(async () => {
    onRequest();
    const call: Call = await (await fetch(url)).json();
    if (call.number === known) return;
    known = call.number;
    onCall(call);
  }, everyMs);
}

/** Asks once, and listens. */
export function listen(url: string, { onRequest, onCall }: Board): void {
  onRequest();
  const source = new EventSource(url);
  source.addEventListener('message', (event) => onCall(JSON.parse(event.data)));
}
