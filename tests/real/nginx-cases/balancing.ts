import { type ClientScript, EVENT_STREAM, get, type NginxCase, post, type ServerScript, says } from '../nginx-case.ts';

/** Requests one after the other, each on a connection of its own. */
function inTurn(count: number, target: (number: number) => string = () => '/'): ClientScript[] {
  return Array.from({ length: count }, (_, number) => ({
    at: 'in turn',
    sends: get(target(number), { Connection: 'close' }),
  }));
}

function group(upstream: string, directives = ''): string {
  return `upstream app { ${upstream} }
          server { listen LISTEN; location / { proxy_pass http://app; ${directives} } }`;
}

const A = 'server 127.0.0.1:PORT_A';
const B = 'server 127.0.0.1:PORT_B';
const C = 'server 127.0.0.1:PORT_C';
const ALL = { A: says('A'), B: says('B'), C: says('C') };

const FAILING: ServerScript = { answers: { '*': [{ head: 503 }, { send: 'no' }, { finish: 'end' }] } };
const HANGS_UP: ServerScript = { answers: { '*': [{ finish: 'destroy' }] } };
const OPEN: ServerScript = { answers: { '*': [{ head: 200, headers: EVENT_STREAM }, { send: 'data: <1>\n\n' }] } };

export const BALANCING: readonly NginxCase[] = [
  { title: 'round robin', http: group(`${A}; ${B}; ${C};`), servers: ALL, clients: inTurn(7), watchMs: 1200 },
  {
    title: 'round robin by weight, smoothly',
    http: group(`${A} weight=5; ${B} weight=1; ${C} weight=2;`),
    servers: ALL,
    clients: inTurn(16),
    watchMs: 2000,
  },
  {
    title: 'a server that is down is passed over, and left out for a while',
    http: group(`${A}; ${B} max_fails=1 fail_timeout=1s; ${C};`),
    servers: { ...ALL, B: 'down' },
    clients: [
      ...inTurn(6),
      { at: 2300, sends: get('/late1') },
      { at: 'in turn', sends: get('/late2') },
      { at: 'in turn', sends: get('/late3') },
    ],
    watchMs: 3200,
  },
  {
    title: 'max_fails=0 never leaves a server out',
    http: group(`${A}; ${B} max_fails=0;`),
    servers: { ...ALL, B: 'down' },
    clients: inTurn(6),
    watchMs: 1100,
  },
  {
    title: 'a server marked down gets nothing, a backup gets what is left',
    http: group(`${A} down; ${B}; ${C} backup;`),
    servers: { ...ALL, B: 'down' },
    clients: inTurn(4),
    watchMs: 1000,
  },
  {
    title: 'no live upstreams',
    http: group(`${A}; ${B};`),
    servers: { A: 'down', B: 'down' },
    clients: inTurn(3),
    watchMs: 900,
  },
  {
    title: 'a group of one is tried each time',
    http: group(`${A};`),
    servers: { A: 'down' },
    clients: inTurn(3),
    watchMs: 900,
  },
  {
    title: 'least_conn',
    http: group(`least_conn; ${A}; ${B};`, 'proxy_buffering off;'),
    servers: { A: OPEN, B: OPEN },
    clients: [
      ...Array.from({ length: 4 }, (_, number) => ({ at: number * 150, sends: get('/') })),
      { at: 700, sends: get('/gone'), steps: [{ after: 400, does: 'close' as const }] },
      { at: 1500, sends: get('/last') },
    ],
    watchMs: 1300,
  },
  { title: 'ip_hash', http: group(`ip_hash; ${A}; ${B}; ${C};`), servers: ALL, clients: inTurn(5), watchMs: 1000 },
  {
    title: 'ip_hash goes elsewhere when the server is down',
    http: group(`ip_hash; ${A} down; ${B}; ${C} weight=2;`),
    servers: ALL,
    clients: inTurn(4),
    watchMs: 1000,
  },
  {
    title: 'hash of an argument',
    http: group(`hash $arg_room; ${A}; ${B}; ${C} weight=2;`),
    servers: ALL,
    clients: inTurn(14, (number) => `/?room=room-${number}`),
    watchMs: 1800,
  },
  {
    title: 'random goes to every server that is up',
    http: group(`random; ${A}; ${B} down;`),
    servers: ALL,
    clients: inTurn(3),
    watchMs: 900,
  },
  {
    title: 'proxy_next_upstream for a status',
    http: group(`${A}; ${B};`, 'proxy_next_upstream error timeout http_503;'),
    servers: { A: FAILING, B: says('B') },
    clients: inTurn(4),
    watchMs: 1000,
  },
  {
    title: 'the last server’s own 503 is passed on',
    http: group(`${A}; ${B};`, 'proxy_next_upstream error http_503;'),
    servers: { A: FAILING, B: FAILING },
    clients: inTurn(2),
    watchMs: 800,
  },
  {
    title: 'proxy_next_upstream off',
    http: group(`${A}; ${B};`, 'proxy_next_upstream off;'),
    servers: { A: 'down', B: says('B') },
    clients: inTurn(3),
    watchMs: 900,
  },
  {
    title: 'proxy_next_upstream_tries',
    http: group(`${A}; ${B}; ${C};`, 'proxy_next_upstream_tries 2;'),
    servers: { A: 'down', B: 'down', C: says('C') },
    clients: inTurn(1),
    watchMs: 600,
  },
  {
    title: 'what was sent with POST is not sent again',
    http: group(`${A}; ${B};`),
    servers: { A: HANGS_UP, B: says('B') },
    clients: [{ sends: post('/say', 'once') }, { at: 'in turn', sends: get('/') }],
    watchMs: 800,
  },
  {
    title: 'a POST that was not sent yet may go elsewhere',
    http: group(`${A}; ${B};`),
    servers: { A: 'down', B: says('B') },
    clients: [{ sends: post('/say', 'once') }],
    watchMs: 600,
  },
  {
    title: 'keepalive uses connections again',
    http: group(`${A}; keepalive 4;`, 'proxy_http_version 1.1; proxy_set_header Connection "";'),
    servers: {
      A: { answers: { '*': [{ head: 200, headers: { 'Content-Length': '2' } }, { send: 'ok' }, { finish: 'end' }] } },
    },
    clients: inTurn(4),
    watchMs: 1000,
  },
  {
    title: '$upstream_addr and $upstream_status tell of every try',
    http: `log_format tries '$request_uri $status [$upstream_addr] [$upstream_status] $body_bytes_sent';
           access_log logs/access.log tries;
           ${group(`${A}; ${B};`, 'proxy_next_upstream error http_503; add_header X-Tries "$upstream_addr" always;')}`,
    servers: { A: FAILING, B: says('B') },
    clients: inTurn(3, (number) => `/${number}`),
    watchMs: 900,
  },
];
