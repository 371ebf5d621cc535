export interface Bid {
  lot: number;
  amount: number;
}

interface Listener {
  /** Which instance answered. */
  onInstance(name: string): void;
  onBid(bid: Bid, id: string): void;
}

/** The browser does the rest: it brings the newest id along. */
export function listen({ onInstance, onBid }: Listener): void {
  const source = new EventSource('/events');
  source.addEventListener('hello', ({ data }) => onInstance(data));
  source.onmessage = ({ data, lastEventId }) => onBid(JSON.parse(data), lastEventId);
}

export async function offer(bid: Bid): Promise<void> {
  await fetch('/bids', { method: 'POST', body: JSON.stringify(bid) });
}
