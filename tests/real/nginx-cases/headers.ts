import { EVENT_STREAM, get, type NginxCase, post, says } from '../nginx-case.ts';

function proxied(directives: string, http = ''): string {
  return `${http} server { listen LISTEN; location / { proxy_pass http://127.0.0.1:PORT_A; ${directives} } }`;
}

const CLOSE = { Connection: 'close' };

const BROWSER = {
  Accept: 'text/event-stream',
  'Accept-Encoding': 'gzip, deflate',
  Cookie: 'a=1; b=2',
  Connection: 'keep-alive',
  'Last-Event-ID': '41',
  'X-Forwarded-For': '203.0.113.9',
  X_Odd: 'dropped',
  'Keep-Alive': '5',
};

const CHATTY = {
  'Content-Type': 'text/plain; charset=utf-8',
  'Cache-Control': 'no-cache',
  'Set-Cookie': 'sid=1',
  'X-Powered-By': 'Express',
  'X-Custom': 'yes',
  Server: 'demo',
  Vary: 'Accept',
};

export const HEADERS: readonly NginxCase[] = [
  {
    title: 'what a server sees by default',
    http: proxied(''),
    servers: { A: says('A') },
    clients: [{ sends: get('/events?room=1', BROWSER) }],
    watchMs: 500,
  },
  {
    title: 'what a server sees in HTTP/1.1',
    http: proxied('proxy_http_version 1.1;'),
    servers: { A: says('A') },
    clients: [{ sends: get('/events?room=1', BROWSER) }],
    watchMs: 500,
  },
  {
    title: 'what a server sees when headers are set',
    http: proxied(
      'proxy_set_header Host $host; proxy_set_header X-Real-IP $remote_addr; proxy_set_header Connection ""; ' +
        'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header Accept-Encoding ""; ' +
        'proxy_set_header X-Port $server_port; proxy_set_header X-Proto $scheme; proxy_set_header X-Cookie $cookie_b; ' +
        'proxy_set_header X-Room "$' +
        '{arg_room}!"; proxy_set_header X-Id $http_last_event_id;',
    ),
    servers: { A: says('A') },
    clients: [{ sends: get('/events?room=1', BROWSER) }],
    watchMs: 500,
  },
  {
    title: 'headers are inherited only where none is set',
    http: `proxy_set_header X-Outer 1; proxy_set_header Host outer;
           server { listen LISTEN; add_header X-A 1; 
             location /inherits { proxy_pass http://127.0.0.1:PORT_A; }
             location /own { proxy_set_header X-Inner 2; add_header X-B 2; proxy_pass http://127.0.0.1:PORT_A; } }`,
    servers: { A: says('A') },
    clients: [{ sends: get('/inherits', CLOSE) }, { at: 'in turn', sends: get('/own', CLOSE) }],
    watchMs: 600,
  },
  {
    title: 'what a client sees of a server’s headers',
    http: proxied(''),
    servers: { A: says('A', CHATTY) },
    clients: [{ sends: get('/', CLOSE) }],
    watchMs: 500,
  },
  {
    title: 'hidden and passed headers',
    http: proxied('proxy_hide_header X-Powered-By; proxy_hide_header set-cookie; proxy_pass_header X-Accel-Buffering;'),
    servers: { A: says('A', { ...CHATTY, 'X-Accel-Buffering': 'no' }) },
    clients: [{ sends: get('/', CLOSE) }],
    watchMs: 500,
  },
  {
    title: 'add_header, with and without always',
    http: proxied(
      'add_header X-Sometimes 1; add_header X-Always "$status $upstream_http_x_custom" always; add_header X-Empty "";',
    ),
    servers: {
      A: {
        answers: {
          '/good': [{ head: 200, headers: CHATTY }, { send: 'ok' }, { finish: 'end' }],
          '*': [{ head: 500, headers: CHATTY }, { send: 'no' }, { finish: 'end' }],
        },
      },
    },
    clients: [{ sends: get('/good', CLOSE) }, { at: 'in turn', sends: get('/bad', CLOSE) }],
    watchMs: 600,
  },
  {
    title: 'a body is read before it is passed on, and its length told',
    http: proxied('proxy_http_version 1.1;'),
    servers: { A: says('A') },
    clients: [
      { sends: post('/say', 'hello'), steps: [] },
      {
        at: 100,
        sends: 'POST /chunks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n',
        steps: [{ after: 200, does: { send: '2\r\nde\r\n0\r\n\r\n' } }],
      },
    ],
    watchMs: 900,
  },
  {
    title: 'a body is passed on as it comes when that is asked for',
    http: proxied('proxy_http_version 1.1; proxy_request_buffering off;'),
    servers: { A: says('A') },
    clients: [
      {
        sends: 'POST /chunks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n',
        steps: [{ after: 200, does: { send: '2\r\nde\r\n0\r\n\r\n' } }],
      },
    ],
    watchMs: 900,
  },
  {
    title: 'Expect: 100-continue is nginx’s to answer',
    http: proxied(''),
    servers: { A: says('A') },
    clients: [
      {
        sends: 'POST /say HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n',
        steps: [{ after: 200, does: { send: 'hello' } }],
      },
    ],
    watchMs: 800,
  },
  {
    title: 'a WebSocket’s upgrade passes with the map that everybody copies',
    http: proxied(
      'proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;',
      "map $http_upgrade $connection_upgrade { default upgrade; '' close; }",
    ),
    servers: { A: { ...says('A'), echoesUpgrades: true } },
    clients: [
      {
        sends: get('/socket', { Connection: 'Upgrade', Upgrade: 'echo' }),
        steps: [
          { after: 300, does: { send: 'ping one' } },
          { after: 300, does: { send: ' ping two' } },
          { after: 700, does: 'close' },
        ],
      },
      { at: 'in turn', sends: get('/plain', CLOSE) },
    ],
    watchMs: 1500,
  },
  {
    title: 'an upgrade does not pass by default',
    http: proxied(''),
    servers: { A: { ...says('A'), echoesUpgrades: true } },
    clients: [{ sends: get('/socket', { Connection: 'Upgrade', Upgrade: 'echo' }) }],
    watchMs: 600,
  },
  {
    title: 'an upgraded connection is cut by the read timeout',
    http: proxied(
      'proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; proxy_read_timeout 1s;',
    ),
    servers: { A: { ...says('A'), echoesUpgrades: true } },
    clients: [{ sends: get('/socket', { Connection: 'Upgrade', Upgrade: 'echo' }) }],
    watchMs: 2400,
  },
  {
    title: 'statuses without a body',
    http: proxied('proxy_http_version 1.1;'),
    servers: {
      A: {
        answers: {
          '/204': [{ head: 204 }, { finish: 'end' }],
          '/304': [{ head: 304, headers: { ETag: '"x"' } }, { finish: 'end' }],
          '*': [{ head: 200, headers: EVENT_STREAM }, { send: 'data: 1\n\n' }, { finish: 'end' }],
        },
      },
    },
    clients: [
      { sends: get('/204') },
      { at: 'in turn', sends: get('/304') },
      { at: 'in turn', sends: 'HEAD /head HTTP/1.1\r\nHost: x\r\n\r\n' },
    ],
    watchMs: 700,
  },
  {
    title: 'requests one after the other on one connection',
    http: proxied('', 'keepalive_requests 3;'),
    servers: { A: says('A') },
    clients: [{ sends: get('/1') + get('/2'), steps: [{ after: 300, does: { send: get('/3') } }] }],
    watchMs: 900,
  },
];
