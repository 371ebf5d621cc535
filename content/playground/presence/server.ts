import { createServer, type ServerResponse } from 'node:http';

/** A reload or a short cut is no departure. In milliseconds; more than the `retry` that clients are told. */
const GRACE = 3000;
const RETRY = 1000;

interface Person {
  /** One for each tab. */
  readonly streams: Set<ServerResponse>;
  leaving: NodeJS.Timeout | undefined;
}

const people = new Map<string, Person>();

/** The whole list each time: it is small, and nobody can end up with a wrong one. */
function tellEveryone(): void {
  const text = `event: roster\ndata: ${JSON.stringify([...people.keys()].sort())}\n\n`;
  for (const { streams } of people.values()) {
    for (const stream of streams) stream.write(text);
  }
}

function arrive(name: string, response: ServerResponse): void {
  const person = people.get(name) ?? { streams: new Set(), leaving: undefined };
  clearTimeout(person.leaving);
  people.set(name, person);
  person.streams.add(response);
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(`retry: ${RETRY}\n\n`);
  tellEveryone();
  response.on('close', () => {
    person.streams.delete(response);
    if (person.streams.size > 0) return;
    person.leaving = setTimeout(() => {
      people.delete(name);
      tellEveryone();
    }, GRACE);
  });
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const name = searchParams.get('name') ?? '';
  if (pathname === '/presence' && name !== '') arrive(name, response);
  else response.writeHead(404).end();
});

// Also how a connection is found out whose other end is gone without a word: the write fails in the end.
setInterval(() => {
  for (const { streams } of people.values()) {
    for (const stream of streams) stream.write(': heartbeat\n\n');
  }
}, 10_000);

server.listen(Number(process.env.PORT ?? 3000));
