type OnPrice = (price: string) => void;

export function eventSource(onPrice: OnPrice): void {
  new EventSource('/events').onmessage = ({ data }) => onPrice(JSON.parse(data).price);
}

export function webSocket(onPrice: OnPrice): void {
  const socket = new WebSocket(new URL('/socket', location.href.replace(/^http/, 'ws')));
  socket.onmessage = ({ data }) => onPrice(JSON.parse(data).price);
}

export async function fetchStream(onPrice: OnPrice): Promise<void> {
  const response = await fetch('/lines');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) onPrice(JSON.parse(line).price);
  }
}
