import { connect } from 'node:net';
import { RealClock } from './clock/real-clock.ts';
import { expect } from './expect.ts';
import { CheckFailure } from './failure.ts';
import type { Target } from './http-exchange.ts';
import { Server } from './server.ts';
import type { Resource, Toolkit } from './toolkit.ts';
import { Unavailable } from './unavailable.ts';

/** Tools for a server that somebody else has started, in any language: real time, and nothing that needs its process. */
export function remoteTools(target: Target): Toolkit {
  const clock = new RealClock();
  const resources: Resource[] = [];
  const cannot = (reason: string) => async () => {
    throw new Unavailable(reason);
  };
  return {
    clock,
    resources,
    tools: {
      async startServer(options = {}) {
        if (options.env || options.entry)
          throw new Unavailable('needs to start the server itself, with other settings');
        if (resources.length > 0) throw new Unavailable('needs a second instance of the server');
        await reach(target);
        const server = new Server(clock, target, null);
        resources.push(server);
        return server;
      },
      loadClient: cannot('needs the client module: it is about a page, not about the server'),
      loadFetchClient: cannot('needs the client module: it is about a page, not about the server'),
      startEdge: cannot('needs to put a proxy in front of the server'),
      startRedis: cannot('needs to start the server itself, with a Redis of its own'),
      clock,
      expect,
    },
  };
}

/** Throws a CheckFailure when nobody accepts connections there. */
function reach({ host, port, base }: Target): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    socket.on('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', (error) => {
      const seen = error.message || ('code' in error ? String(error.code) : 'no connection');
      reject(new CheckFailure({ expected: `a server answers at http://${host}:${port}${base}`, seen }));
    });
  });
}

/** Reads `http://host:port/path`. Throws a RangeError that says what is wrong. */
export function parseTarget(text: string): Target {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'http:') throw new RangeError(`“${text}” is no URL that begins with http://.`);
  if (url.search !== '' || url.hash !== '') throw new RangeError(`“${text}” has more than a host, a port and a path.`);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 80),
    base: url.pathname.replace(/\/$/, ''),
  };
}
