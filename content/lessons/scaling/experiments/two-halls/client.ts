/** Listens to the bids of one hall over one kind of bus. Returns how to stop. */
export function listen(hall: string, bus: string, onBid: (bid: number) => void): () => void {
  const source = new EventSource(`/${hall}/events?bus=${bus}`);
  source.onmessage = ({ data }) => onBid(Number(data));
  return () => source.close();
}

/** Bids in one hall. */
export async function bid(hall: string, amount: number): Promise<boolean> {
  const answer = await fetch(`/${hall}/bids`, { method: 'POST', body: String(amount) });
  return answer.ok;
}
