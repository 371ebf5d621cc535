export interface Line {
  id: number;
  from: string;
  text: string;
}

export interface Page {
  onLine(line: Line): void;
  onState(state: string): void;
}

/** One way into the room. Returns how to say something. */
export type Way = (page: Page) => (text: string) => void;

const post = (from: string) => (text: string) =>
  void fetch('/lines', { method: 'POST', body: JSON.stringify({ from, text }) });

export const eventSource: Way = ({ onLine, onState }) => {
  const source = new EventSource('/events');
  source.onopen = () => onState('open');
  source.onerror = () => onState(source.readyState === 0 ? 'reconnecting' : 'closed');
  source.onmessage = ({ data }) => onLine(JSON.parse(data));
  return post('EventSource');
};

export const webSocket: Way = ({ onLine, onState }) => {
  const socket = new WebSocket(new URL('/socket', location.href.replace(/^http/, 'ws')));
  socket.onopen = () => onState('open');
  socket.onclose = ({ code }) => onState(`closed, code ${code}`);
  socket.onmessage = ({ data }) => onLine(JSON.parse(data));
  // On a socket that is closed this does nothing, and says nothing.
  return (text) => socket.send(text);
};

export const fetchStream: Way = ({ onLine, onState }) => {
  void (async () => {
    try {
      const response = await fetch('/lines');
      onState('open');
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const lines = (rest + value).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line) onLine(JSON.parse(line));
      }
      onState('ended');
    } catch (error) {
      onState(`failed: ${error instanceof Error ? error.name : error}`);
    }
  })();
  return post('fetch');
};
