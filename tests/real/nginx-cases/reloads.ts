import { get, type NginxCase, streams } from '../nginx-case.ts';

const STREAM = { sends: get('/events', { Accept: 'text/event-stream' }) };

function proxied(header: string, more = ''): string {
  return `server { listen LISTEN; ${more} location / { add_header X-Conf ${header}; proxy_buffering off; proxy_pass http://127.0.0.1:PORT_A; } }`;
}

const EVENTS = { A: streams([100, 900, 900]) };

export const RELOADS: readonly NginxCase[] = [
  {
    title: 'SIGHUP: what is open stays, what is new gets the new configuration',
    http: proxied('old'),
    servers: EVENTS,
    clients: [STREAM, { ...STREAM, at: 1300 }],
    proxy: [{ at: 400, signal: 'SIGHUP', http: proxied('new') }],
    watchMs: 2600,
  },
  {
    title: 'worker_shutdown_timeout truncates what is still open',
    main: 'worker_shutdown_timeout 1s;',
    http: proxied('old'),
    servers: EVENTS,
    clients: [STREAM, { ...STREAM, at: 1300 }],
    proxy: [{ at: 400, signal: 'SIGHUP', http: proxied('new') }],
    watchMs: 2600,
  },
  {
    title: 'SIGHUP with a broken configuration changes nothing',
    http: proxied('old'),
    servers: EVENTS,
    clients: [STREAM, { ...STREAM, at: 1300 }],
    proxy: [{ at: 400, signal: 'SIGHUP', http: proxied('new', 'no_such_directive on;') }],
    watchMs: 2400,
  },
  {
    title: 'SIGHUP closes idle connections',
    http: `server { listen LISTEN; return 200 hello; }`,
    clients: [{ sends: get('/') }],
    proxy: [{ at: 600, signal: 'SIGHUP' }],
    watchMs: 1800,
  },
  {
    title: 'SIGQUIT: nothing new, and what is open may finish',
    main: 'worker_shutdown_timeout 1s;',
    http: proxied('old'),
    servers: EVENTS,
    clients: [STREAM],
    proxy: [{ at: 400, signal: 'SIGQUIT' }],
    watchMs: 2800,
  },
  {
    title: 'SIGTERM truncates at once',
    http: proxied('old'),
    servers: EVENTS,
    clients: [STREAM],
    proxy: [{ at: 400, signal: 'SIGTERM' }],
    watchMs: 1600,
  },
];
