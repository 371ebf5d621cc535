import { EVENT_STREAM, get, type NginxCase, says, streams } from '../nginx-case.ts';

const STREAM = { sends: get('/events', { Accept: 'text/event-stream' }) };

function proxied(directives: string, server = ''): string {
  return `server { listen LISTEN; ${server} location / { proxy_pass http://127.0.0.1:PORT_A; ${directives} } }`;
}

export const TIMEOUTS: readonly NginxCase[] = [
  {
    title: 'a silent stream is cut by proxy_read_timeout, and the log says so',
    http: proxied('proxy_http_version 1.1; proxy_read_timeout 1s;'),
    servers: { A: streams([100]) },
    clients: [STREAM],
    watchMs: 2600,
  },
  {
    title: 'in HTTP/1.0 the event that was held is lost at the timeout',
    http: proxied('proxy_read_timeout 1s;'),
    servers: { A: streams([100]) },
    clients: [STREAM],
    watchMs: 2600,
  },
  {
    title: 'a silent stream is cut without buffering too',
    http: proxied('proxy_buffering off; proxy_read_timeout 1s;'),
    servers: { A: streams([100]) },
    clients: [STREAM],
    watchMs: 2600,
  },
  {
    title: 'heartbeats inside the timeout keep a stream',
    http: proxied('proxy_buffering off; proxy_read_timeout 2s;'),
    servers: { A: streams([100, 1000, 1000, 1000]) },
    clients: [STREAM],
    watchMs: 3800,
  },
  {
    title: 'heartbeats count even where they are held',
    http: proxied('proxy_read_timeout 2s;'),
    servers: { A: streams([100, 1000, 1000, 1000]) },
    clients: [STREAM],
    watchMs: 3800,
  },
  {
    title: 'a server that never answers is a 504',
    http: proxied('proxy_read_timeout 1s;'),
    servers: { A: { answers: { '*': [{ wait: 5000 }] } } },
    clients: [STREAM],
    watchMs: 2600,
  },
  {
    title: 'the shortest of the timeouts that do not cut streams does not cut them',
    http: proxied(
      'proxy_buffering off; send_timeout 1s; proxy_send_timeout 1s;',
      'keepalive_timeout 1s; client_header_timeout 1s; client_body_timeout 1s;',
    ),
    servers: { A: streams([100, 2200]) },
    clients: [STREAM],
    watchMs: 3200,
  },
  {
    title: 'send_timeout gives up on a client that does not read',
    http: proxied('proxy_buffering off; send_timeout 1s;'),
    servers: { A: { answers: { '*': [{ head: 200, headers: EVENT_STREAM }, { wait: 700 }, { fill: 16_000_000 }] } } },
    clients: [
      {
        ...STREAM,
        steps: [
          // Between the head and the flood: how much of that it has taken would be a race.
          { after: 400, does: 'pause' },
          { after: 2800, does: 'close' },
        ],
      },
    ],
    watchMs: 3200,
  },
  {
    title: 'keepalive_timeout closes an idle connection',
    http: proxied('', 'keepalive_timeout 1s 7s;'),
    servers: { A: says('hello') },
    clients: [{ sends: get('/') }],
    watchMs: 2400,
  },
  {
    title: 'a client that never finishes its head is closed',
    http: proxied('', 'client_header_timeout 1s;'),
    servers: { A: says('hello') },
    clients: [{ sends: 'GET / HTTP/1.1\r\nHost: x' }],
    watchMs: 2400,
  },
  {
    title: 'a client that never finishes its body is closed',
    http: proxied('client_body_timeout 1s;'),
    servers: { A: says('hello') },
    clients: [{ sends: 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc' }],
    watchMs: 2400,
  },
  {
    title: 'a timeout before the head goes on to the next server',
    http: `upstream app { server 127.0.0.1:PORT_A; server 127.0.0.1:PORT_B; }
           server { listen LISTEN; location / { proxy_pass http://app; proxy_read_timeout 1s; } }`,
    servers: { A: { answers: { '*': [{ wait: 5000 }] } }, B: says('B') },
    clients: [STREAM],
    watchMs: 2600,
  },
];
