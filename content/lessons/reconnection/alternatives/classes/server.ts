// Classes, a map of numbered clients, comments as heartbeats, extra routes and fields.
import http from 'node:http';

class Client {
  private readonly response: http.ServerResponse;
  private readonly heartbeat: NodeJS.Timeout;

  constructor(response: http.ServerResponse) {
    this.response = response;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-cache',
      Connection: 'keep-alive',
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
    response.write(': welcome\nretry: 5000\n\n');
    this.heartbeat = setInterval(() => response.write(': still here\n\n'), 15_000);
  }

  send(event: string, data: unknown, id?: number): void {
    if (id !== undefined) this.response.write(`id: ${id}\n`);
    this.response.write(`event: ${event}\n`);
    for (const line of JSON.stringify(data, null, 2).split('\n')) this.response.write(`data: ${line}\n`);
    this.response.write('\n');
  }

  end(): void {
    this.response.end();
  }

  gone(): void {
    clearInterval(this.heartbeat);
  }
}

class Shop {
  private readonly clients = new Map<number, Client>();
  private counter = 0;
  private updates = 0;
  private closed = false;

  join(response: http.ServerResponse): void {
    if (this.closed) {
      response.writeHead(204).end();
      return;
    }
    const number = ++this.counter;
    const client = new Client(response);
    this.clients.set(number, client);
    response.on('close', () => {
      client.gone();
      this.clients.delete(number);
    });
  }

  update(order: object): void {
    this.updates++;
    for (const client of this.clients.values()) client.send('order', { ...order, at: Date.now() }, this.updates);
  }

  close(): void {
    this.closed = true;
    for (const client of this.clients.values()) {
      client.send('end', { reason: 'closing time' });
      client.end();
    }
  }

  get size(): number {
    return this.clients.size;
  }
}

const shop = new Shop();
const server = new http.Server();
server.on('request', (request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  if (request.method === 'GET' && request.url === '/events') shop.join(response);
  else if (request.method === 'GET' && request.url === '/health') response.end('fine');
  else if (request.method === 'GET' && request.url === '/stats')
    response.end(JSON.stringify({ clients: shop.size, ok: true }));
  else if (request.method === 'POST') {
    request.on('end', () => {
      if (request.url === '/orders') shop.update(JSON.parse(text));
      else if (request.url === '/finish') shop.close();
      else response.statusCode = 404;
      response.end();
    });
  } else response.writeHead(404).end();
});
server.listen(Number(process.env.PORT ?? 3000), () => console.log('The shop is open'));
