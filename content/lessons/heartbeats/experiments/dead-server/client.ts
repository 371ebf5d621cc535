type Report = (kind: 'open' | 'event' | 'lost', text: string) => void;

/** Three heartbeats of 1 s. */
const SILENCE_MS = 3000;

/** Believes what the browser says. */
export function trust(url: string, report: Report): void {
  const source = new EventSource(url);
  source.addEventListener('open', () => report('open', 'open'));
  source.addEventListener('message', (event) => report('event', event.data));
  source.addEventListener('error', () => report('lost', 'error'));
}

/** Believes in signs of life. */
export function watch(url: string, report: Report): void {
  const source = new EventSource(url);
  let timer: ReturnType<typeof setTimeout>;

  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      report('lost', 'silent for 3 s: a new EventSource');
      source.close();
      watch(url, report);
    }, SILENCE_MS);
  };
  alive();
  for (const sign of ['open', 'heartbeat', 'message', 'error']) source.addEventListener(sign, alive);
  source.addEventListener('open', () => report('open', 'open'));
  source.addEventListener('message', (event) => report('event', event.data));
}
