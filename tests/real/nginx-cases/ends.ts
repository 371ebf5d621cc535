import { EVENT_STREAM, get, type NginxCase, type ServerStep, streams } from '../nginx-case.ts';

const STREAM = { sends: get('/events', { Accept: 'text/event-stream' }) };

function proxied(directives: string): string {
  return `server { listen LISTEN; location / { proxy_pass http://127.0.0.1:PORT_A; ${directives} } }`;
}

function ending(finish: 'end' | 'destroy' | 'reset'): {
  readonly A: { readonly answers: Record<string, readonly ServerStep[]> };
} {
  return {
    A: {
      answers: {
        '*': [{ head: 200, headers: EVENT_STREAM }, { send: 'data: <1>\n\n' }, { wait: 400 }, { finish }],
      },
    },
  };
}

function ends(title: string, directives: string, finish: 'end' | 'destroy' | 'reset'): NginxCase {
  return { title, http: proxied(directives), servers: ending(finish), clients: [STREAM], watchMs: 1200 };
}

export const ENDS: readonly NginxCase[] = [
  ends('an orderly end stays one', 'proxy_http_version 1.1;', 'end'),
  ends('an orderly end stays one without buffering', 'proxy_http_version 1.1; proxy_buffering off;', 'end'),
  ends('a server that is gone in HTTP/1.1 truncates', 'proxy_http_version 1.1;', 'destroy'),
  ends('a server that is gone in HTTP/1.0 looks orderly', 'proxy_buffering off;', 'destroy'),
  ends('a reset in HTTP/1.1 truncates', 'proxy_http_version 1.1;', 'reset'),
  ends('a reset in HTTP/1.0 truncates', 'proxy_buffering off;', 'reset'),
  {
    title: 'a client that leaves ends the server’s side at once',
    http: proxied('proxy_buffering off;'),
    servers: { A: streams([100, 3000]) },
    clients: [{ ...STREAM, steps: [{ after: 400, does: 'close' }] }],
    watchMs: 1600,
  },
  {
    title: 'a client that leaves ends the server’s side even where nothing reached it',
    http: proxied(''),
    servers: { A: streams([100, 3000]) },
    clients: [{ ...STREAM, steps: [{ after: 400, does: 'reset' }] }],
    watchMs: 1600,
  },
  {
    title: 'a client that only ends its own side counts as gone',
    http: proxied('proxy_buffering off;'),
    servers: { A: streams([100, 1000, 1000]) },
    clients: [{ ...STREAM, steps: [{ after: 400, does: 'half-close' }] }],
    watchMs: 1800,
  },
  {
    title: 'proxy_ignore_client_abort leaves the server in the dark until the read timeout',
    http: proxied('proxy_buffering off; proxy_ignore_client_abort on; proxy_read_timeout 2s;'),
    servers: { A: streams([100]) },
    clients: [{ ...STREAM, steps: [{ after: 400, does: 'close' }] }],
    watchMs: 3200,
  },
  {
    title: 'proxy_ignore_client_abort leaves the server in the dark until it writes again',
    http: proxied('proxy_buffering off; proxy_ignore_client_abort on;'),
    servers: { A: streams([100, 1200, 300, 300]) },
    clients: [{ ...STREAM, steps: [{ after: 400, does: 'close' }] }],
    watchMs: 3000,
  },
  {
    title: 'without chunks, only the connection’s end tells',
    http: proxied('proxy_http_version 1.1; chunked_transfer_encoding off;'),
    servers: ending('end'),
    clients: [STREAM],
    watchMs: 1200,
  },
  {
    title: 'an HTTP/1.0 client gets no chunks',
    http: proxied('proxy_http_version 1.1;'),
    servers: ending('end'),
    clients: [{ sends: get('/events', {}, '1.0') }],
    watchMs: 1200,
  },
  {
    title: 'a stream that breaks is not tried elsewhere',
    http: `upstream app { server 127.0.0.1:PORT_A; server 127.0.0.1:PORT_B; }
           server { listen LISTEN; location / { proxy_pass http://app; proxy_http_version 1.1; } }`,
    servers: { ...ending('destroy'), B: ending('end').A },
    clients: [STREAM],
    watchMs: 1200,
  },
  {
    title: 'a malformed chunk truncates',
    http: proxied('proxy_http_version 1.1;'),
    servers: {
      A: {
        answers: {
          '*': [{ head: 200, headers: EVENT_STREAM }, { send: 'data: <1>\n\n' }, { wait: 200 }, { raw: 'zz\r\n' }],
        },
      },
    },
    clients: [STREAM],
    watchMs: 1200,
  },
];
