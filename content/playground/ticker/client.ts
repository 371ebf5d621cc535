export type Prices = Readonly<Record<string, number>>;

/** Hands on prices in cents: all of them at first and after each reconnection, then those that changed. */
export function follow(url: string, onPrices: (prices: Prices) => void, onLive: (live: boolean) => void): void {
  const source = new EventSource(url);
  for (const name of ['snapshot', 'change']) {
    source.addEventListener(name, (event) => onPrices(JSON.parse(event.data)));
  }
  source.onopen = () => onLive(true);
  // What is shown is old from here on: say so.
  source.onerror = () => onLive(false);
}
