// Classes; a chain of timeouts with a little jitter; whoever has more than a megabyte waiting for two beats is given up.
import http from 'node:http';

class Screen {
  private readonly response: http.ServerResponse;
  private timer: NodeJS.Timeout | undefined;
  private full = 0;

  constructor(response: http.ServerResponse) {
    this.response = response;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache',
      Connection: 'keep-alive',
      'X-Accel-Buffering': 'no',
    });
    this.beat();
  }

  private readonly beat = (): void => {
    this.full = this.response.writableLength > 1_000_000 ? this.full + 1 : 0;
    if (this.full > 2) this.response.destroy();
    if (this.full === 0) this.send('heartbeat', { uptime: process.uptime() });
    this.timer = setTimeout(this.beat, 14_000 + Math.random() * 2_000);
  };

  send(event: string, data: unknown): void {
    const lines = JSON.stringify(data, null, 2).split('\n');
    this.response.write(`event: ${event}\n${lines.map((line) => `data: ${line}\n`).join('')}\n`);
  }

  gone(): void {
    clearTimeout(this.timer);
  }
}

class Kitchen {
  private readonly screens = new Map<number, Screen>();
  private counter = 0;

  join(response: http.ServerResponse): void {
    const number = ++this.counter;
    const screen = new Screen(response);
    this.screens.set(number, screen);
    response.on('close', () => {
      screen.gone();
      this.screens.delete(number);
    });
  }

  order(order: object): void {
    for (const screen of this.screens.values()) screen.send('order', { ...order, at: Date.now() });
  }

  get size(): number {
    return this.screens.size;
  }
}

const kitchen = new Kitchen();
const server = new http.Server();
server.on('request', (request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  if (request.method === 'GET' && request.url === '/events') kitchen.join(response);
  else if (request.method === 'GET' && request.url === '/stats')
    response.end(JSON.stringify({ clients: kitchen.size, ok: true }));
  else if (request.method === 'POST' && request.url === '/orders') {
    request.on('end', () => {
      kitchen.order(JSON.parse(text));
      response.end();
    });
  } else response.writeHead(404).end();
});
server.listen(Number(process.env.PORT ?? 3000), () => console.log('The kitchen is open'));
