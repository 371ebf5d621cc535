import { EVENT_STREAM, get, type NginxCase, streams } from '../nginx-case.ts';

const STREAM = { sends: get('/events', { Accept: 'text/event-stream' }) };
const GZIP = { sends: get('/events', { 'Accept-Encoding': 'gzip' }) };

function proxied(directives: string): string {
  return `server { listen LISTEN; location / { proxy_pass http://127.0.0.1:PORT_A; ${directives} } }`;
}

const EVENTS = { A: streams([100, 700, 700]) };

/** Small events, one after the other. */
function small(title: string, directives: string, more: Partial<NginxCase> = {}): NginxCase {
  return { title, http: proxied(directives), servers: EVENTS, clients: [STREAM], watchMs: 2400, ...more };
}

export const LATENCY: readonly NginxCase[] = [
  small('with its defaults, nothing of a small stream arrives', ''),
  small('proxy_http_version 1.1 alone lets events through', 'proxy_http_version 1.1;'),
  small('proxy_buffering off lets events through', 'proxy_buffering off;'),
  small('X-Accel-Buffering: no lets events through, and is taken off', '', {
    servers: { A: streams([100, 700], { 'X-Accel-Buffering': 'No' }) },
  }),
  small('X-Accel-Buffering: off does nothing', '', {
    servers: { A: streams([100, 700], { 'X-Accel-Buffering': 'off' }) },
  }),
  small('X-Accel-Buffering: yes turns buffering on', 'proxy_buffering off;', {
    servers: { A: streams([100, 700], { 'X-Accel-Buffering': 'yes' }) },
  }),
  small('add_header X-Accel-Buffering only shows', 'proxy_http_version 1.1; add_header X-Accel-Buffering no;'),
  small('proxy_ignore_headers keeps the server from deciding', 'proxy_ignore_headers X-Accel-Buffering;', {
    servers: { A: streams([100, 700], { 'X-Accel-Buffering': 'no' }) },
  }),
  small('about 4 KB let go what was held', '', {
    servers: {
      A: {
        answers: {
          '*': [
            { head: 200, headers: EVENT_STREAM },
            { send: `<a>${'x'.repeat(2500)}` },
            { wait: 900 },
            { send: `<b>${'x'.repeat(2500)}` },
            { wait: 700 },
            { send: '<c>' },
          ],
        },
      },
    },
  }),
  small('a larger proxy_buffer_size holds more', 'proxy_buffer_size 8k;', {
    servers: {
      A: {
        answers: {
          '*': [
            { head: 200, headers: EVENT_STREAM },
            { send: `<a>${'x'.repeat(5000)}` },
            { wait: 900 },
            { send: `<b>${'x'.repeat(5000)}` },
          ],
        },
      },
    },
  }),
  small('a known length is waited for', 'proxy_http_version 1.1;', {
    servers: {
      A: {
        answers: {
          '*': [
            { head: 200, headers: { 'Content-Type': 'text/plain', 'Content-Length': '9' } },
            { send: '<1>' },
            { wait: 900 },
            { send: '<2>' },
            { wait: 300 },
            { send: '<3>' },
          ],
        },
      },
    },
  }),
  small('a known length is not waited for without buffering', 'proxy_buffering off;', {
    servers: {
      A: {
        answers: {
          '*': [
            { head: 200, headers: { 'Content-Type': 'text/plain', 'Content-Length': '6' } },
            { send: '<1>' },
            { wait: 900 },
            { send: '<2>' },
          ],
        },
      },
    },
  }),
  small('a head alone waits for the body’s first byte', 'proxy_http_version 1.1;', {
    servers: { A: streams([1300]) },
  }),
  small('a head alone goes out at once without buffering', 'proxy_buffering off;', {
    servers: { A: streams([1300]) },
  }),
  small('gzip leaves event streams alone', 'proxy_http_version 1.1; gzip on;', { clients: [GZIP] }),
  small(
    'gzip of a buffered stream holds everything',
    'proxy_http_version 1.1; gzip on; gzip_types text/event-stream;',
    {
      clients: [GZIP],
    },
  ),
  small('gzip flushes each event without buffering', 'proxy_buffering off; gzip on; gzip_types text/event-stream;', {
    clients: [GZIP],
  }),
  {
    title: 'gzip compresses a page',
    http: proxied('proxy_http_version 1.1; gzip on; gzip_vary on;'),
    servers: {
      A: {
        answers: {
          '*': [
            { head: 200, headers: { 'Content-Type': 'text/html; charset=utf-8', ETag: '"a"' } },
            { send: 'page '.repeat(200) },
            { finish: 'end' },
          ],
        },
      },
    },
    clients: [GZIP, { sends: get('/page') }],
    watchMs: 600,
  },
  small('an orderly end brings what was held', '', {
    servers: {
      A: {
        answers: {
          '*': [{ head: 200, headers: EVENT_STREAM }, { send: 'data: <1>\n\n' }, { wait: 900 }, { finish: 'end' }],
        },
      },
    },
  }),
  small('a slow client is waited for without buffering', 'proxy_buffering off;', {
    servers: {
      A: {
        answers: {
          '*': [
            { head: 200, headers: EVENT_STREAM },
            { send: '<start>' },
            { wait: 600 },
            { fill: 3_000_000 },
            { send: '<end>' },
            { finish: 'end' },
          ],
        },
      },
    },
    clients: [
      {
        ...STREAM,
        steps: [
          { after: 300, does: 'pause' },
          { after: 1100, does: 'resume' },
        ],
      },
    ],
    watchMs: 3000,
  }),
];
