import { EVENT_STREAM, get, type NginxCase, post, says, streams } from '../nginx-case.ts';

const STREAM = { sends: get('/events', { Accept: 'text/event-stream' }) };

function proxied(directives: string, server = ''): string {
  return `server { listen LISTEN; ${server} location / { proxy_pass http://127.0.0.1:PORT_A; ${directives} } }`;
}

const BUSY = {
  A: {
    answers: { '*': [{ head: 503, headers: { 'Retry-After': '5' } }, { send: 'busy' }, { finish: 'end' as const }] },
  },
};

export const ERRORS: readonly NginxCase[] = [
  {
    title: 'a server that is down is a 502',
    http: proxied(''),
    servers: { A: 'down' },
    clients: [STREAM],
    watchMs: 500,
  },
  {
    title: 'the page of an error is longer for Chrome',
    http: proxied(''),
    servers: { A: 'down' },
    clients: [{ sends: get('/', { 'User-Agent': 'Mozilla/5.0 Chrome/156.0 Safari/537.36' }) }],
    watchMs: 500,
  },
  {
    title: 'return 444 closes where a 502 would have been final',
    http: proxied('error_page 502 503 504 = @drop;', 'location @drop { return 444; }'),
    servers: { A: 'down' },
    clients: [STREAM],
    watchMs: 500,
  },
  {
    title: 'a server’s own 503 passes',
    http: proxied('error_page 502 503 504 = @drop;', 'location @drop { return 444; }'),
    servers: BUSY,
    clients: [STREAM],
    watchMs: 500,
  },
  {
    title: 'a server’s own 503 is intercepted when that is asked for',
    http: proxied('proxy_intercept_errors on; error_page 503 = @drop;', 'location @drop { return 444; }'),
    servers: BUSY,
    clients: [STREAM],
    watchMs: 500,
  },
  {
    title: 'an error page from a file, with the error’s status and with another',
    http: `server { listen LISTEN; root PREFIX_HTML;
             location /a { proxy_pass http://127.0.0.1:PORT_A; error_page 502 /sorry.html; }
             location /b { proxy_pass http://127.0.0.1:PORT_A; error_page 502 =200 /sorry.html; } }`.replace(
      'PREFIX_HTML',
      'html',
    ),
    servers: { A: 'down' },
    files: { 'html/sorry.html': '<p>sorry</p>' },
    clients: [{ sends: get('/a') }, { sends: get('/b') }],
    watchMs: 600,
  },
  {
    title: 'a fallback server answers for one that is down',
    http: proxied('error_page 502 = @other;', 'location @other { proxy_pass http://127.0.0.1:PORT_B; }'),
    servers: { A: 'down', B: says('B') },
    clients: [STREAM, { sends: post('/say', 'hello') }],
    watchMs: 600,
  },
  {
    title: 'a server that hangs up before its head is a 502',
    http: proxied(''),
    servers: { A: { answers: { '*': [{ finish: 'destroy' }] } } },
    clients: [STREAM],
    watchMs: 600,
  },
  {
    title: 'a server that resets before its head is a 502',
    http: proxied(''),
    servers: { A: { answers: { '*': [{ finish: 'reset' }] } } },
    clients: [STREAM],
    watchMs: 600,
  },
  {
    title: 'a head larger than proxy_buffer_size is a 502',
    http: proxied(''),
    servers: { A: streams([100], { 'X-Big': 'x'.repeat(5000) }) },
    clients: [STREAM],
    watchMs: 600,
  },
  {
    title: 'an id that is too long is refused',
    http: proxied('proxy_buffering off;'),
    servers: { A: streams([100]) },
    clients: [
      { sends: get('/events', { 'Last-Event-ID': '7'.repeat(8000) }) },
      { at: 100, sends: get('/events', { 'Last-Event-ID': '7'.repeat(8200) }) },
      { at: 200, sends: get(`/events?${'x'.repeat(8300)}`) },
    ],
    watchMs: 900,
  },
  {
    title: 'a request that is none',
    http: proxied('', 'location = /ok { return 200 ok; }'),
    servers: { A: says('A') },
    clients: [
      { sends: 'GET / HTTP/1.1\r\n\r\n' },
      { sends: 'hello\r\n\r\n' },
      { sends: get('/../secret') },
      { sends: get('/%zz') },
      { sends: 'GET /ok HTTP/1.0\r\n\r\n' },
      { sends: 'GET /ok HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n' },
      { sends: 'GET /ok HTTP/2.0\r\nHost: a\r\n\r\n' },
    ],
    watchMs: 700,
  },
  {
    title: 'a body that is too large',
    http: proxied('client_max_body_size 10;'),
    servers: { A: says('A') },
    clients: [{ sends: post('/say', 'more than ten bytes') }],
    watchMs: 600,
  },
  {
    title: 'limit_conn lets so many streams through',
    http: `limit_conn_zone $binary_remote_addr zone=per_address:1m;
           ${proxied('proxy_buffering off; limit_conn per_address 2; limit_conn_status 429;')}`,
    servers: { A: streams([100]) },
    clients: [
      { ...STREAM, steps: [{ after: 700, does: 'close' }] },
      { ...STREAM, at: 100 },
      { ...STREAM, at: 200 },
      { ...STREAM, at: 1200 },
    ],
    watchMs: 1800,
  },
  {
    title: 'limit_conn by a key of one’s own',
    http: `limit_conn_zone $arg_user zone=per_user:1m;
           ${proxied('proxy_buffering off; limit_conn per_user 1;')}`,
    servers: { A: streams([100]) },
    clients: [
      { sends: get('/events?user=ann') },
      { at: 150, sends: get('/events?user=bob') },
      { at: 300, sends: get('/events?user=ann') },
      { at: 450, sends: get('/events') },
      { at: 600, sends: get('/events') },
    ],
    watchMs: 1200,
  },
  {
    title: 'an error while the answer is compressed or typed by its file',
    http: `server { listen LISTEN; location /teapot.json { default_type application/json; return 418 '{"a":1}'; }
             location /x { return 404 "not here"; } location /y { return 403; } location /z { return 599; } }`,
    clients: [{ sends: get('/teapot.json') }, { sends: get('/x') }, { sends: get('/y') }, { sends: get('/z') }],
    watchMs: 500,
  },
  {
    title: 'worker_connections are not enough for a stream that is proxied',
    main: 'events { worker_connections 12; }',
    http: proxied('proxy_buffering off;'),
    servers: { A: { answers: { '*': [{ head: 200, headers: EVENT_STREAM }, { send: 'data: <1>\n\n' }] } } },
    clients: Array.from({ length: 9 }, (_, number) => ({ ...STREAM, at: number * 60 })),
    watchMs: 1400,
  },
];
