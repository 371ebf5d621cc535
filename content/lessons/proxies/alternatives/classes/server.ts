import http from 'node:http';

class Listener {
  readonly #response: http.ServerResponse;
  readonly #beat: NodeJS.Timeout;

  constructor(response: http.ServerResponse, onGone: () => void) {
    this.#response = response;
    // Whoever is sent away by a deploy knows from the beginning how long to wait.
    const wait = Math.floor(1000 + Math.random() * 9001);
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.write(`retry: ${wait}\n\n`);
    this.#beat = setInterval(() => this.send('event: heartbeat\ndata:\n\n'), 10_000);
    response.once('close', () => {
      clearInterval(this.#beat);
      onGone();
    });
  }

  send(text: string): void {
    this.#response.write(text);
  }

  end(): void {
    clearInterval(this.#beat);
    this.#response.end();
  }
}

class Board {
  readonly #listeners = new Set<Listener>();
  #kept: { id: number; text: string }[] = [];
  connections = 0;

  get streams(): number {
    return this.#listeners.size;
  }

  open(response: http.ServerResponse, after: number | null): void {
    const listener: Listener = new Listener(response, () => this.#listeners.delete(listener));
    if (after !== null) for (const each of this.#kept.filter(({ id }) => id > after)) listener.send(Board.frame(each));
    this.#listeners.add(listener);
  }

  announce(announcement: { id: number; text: string }): void {
    this.#kept = [...this.#kept, announcement].slice(-100);
    for (const listener of this.#listeners) listener.send(Board.frame(announcement));
  }

  close(): void {
    for (const listener of this.#listeners) listener.end();
  }

  static frame(announcement: { id: number; text: string }): string {
    return `event: announcement\nid:${announcement.id}\ndata:${JSON.stringify(announcement)}\n\n`;
  }
}

const board = new Board();
const trains = Array.from({ length: 96 }, (_, index) => ({ leaves: index * 15, platform: index % 7, to: 'Basel' }));

const server = http.createServer((request, response) => {
  if (request.method === 'GET' && request.url === '/events') {
    const cursor = request.headers['last-event-id'];
    board.open(response, cursor === undefined ? null : Number(cursor));
  } else if (request.method === 'GET' && request.url === '/timetable') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(trains));
  } else if (request.method === 'GET' && request.url === '/stats') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ streams: board.streams, connections: board.connections }));
  } else if (request.method === 'POST' && request.url === '/announcements') {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      board.announce(JSON.parse(Buffer.concat(chunks).toString()));
      response.statusCode = 204;
      response.end();
    });
  } else {
    response.statusCode = 404;
    response.end();
  }
});
server.on('connection', () => board.connections++);
process.once('SIGTERM', () => {
  board.close();
  server.close(() => process.exit(0));
});
server.listen(Number(process.env.PORT ?? 3000));
