export interface Message {
  id: number;
  name: string;
  text: string;
}

/** Hands on what is said, and whether it is heard now. */
export function hear(onMessage: (message: Message) => void, onOpen: (open: boolean) => void): void {
  const source = new EventSource('/messages');
  source.onmessage = (event) => onMessage(JSON.parse(event.data));
  source.onopen = () => onOpen(true);
  source.onerror = () => onOpen(false);
}

/** Resolves to whether the server took it. What was said is shown when the stream brings it, to its writer too. */
export async function say(name: string, text: string): Promise<boolean> {
  try {
    const response = await fetch('/messages', { method: 'POST', body: JSON.stringify({ name, text }) });
    return response.ok;
  } catch {
    return false;
  }
}
