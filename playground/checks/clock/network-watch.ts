import net, { type Socket } from 'node:net';
import zlib from 'node:zlib';
import { Connections } from './connections.ts';

type Method = (...args: unknown[]) => unknown;

/** What this process has to do with the world outside it. */
export interface NetworkWatch {
  readonly connections: Connections;
  /** Something is under way that no byte count shows: files, names, compression, a connection not yet made. */
  readonly busy: boolean;
}

/** Watches every connection that this process makes or takes from now on. `listening` hears of ports. */
export function watchNetwork(listening: (port: number) => void): NetworkWatch {
  const connections = new Connections();
  replace(
    net.Socket.prototype,
    'connect',
    (original) =>
      function (this: Socket, ...args) {
        connections.add(this);
        return original.apply(this, args);
      },
  );
  replace(
    net.Server.prototype,
    'emit',
    (original) =>
      function (this: net.Server, ...args) {
        const [event, socket] = args;
        if (event === 'connection' && socket instanceof net.Socket) connections.add(socket);
        if (event === 'listening') {
          const address = this.address();
          if (typeof address === 'object' && address) listening(address.port);
        }
        return original.apply(this, args);
      },
  );
  const compressing = watchCompression();
  return {
    connections,
    get busy() {
      return connections.connecting || compressing() > 0 || process.getActiveResourcesInfo?.().some(isRequest) === true;
    },
  };
}

/** Files and names that were asked for; what waits for a peer is in the byte counts. */
function isRequest(resource: string): boolean {
  return /^(FSReq|GetAddrInfo|GetNameInfo|QueryReq|FileHandleCloseReq)/.test(resource);
}

/** How many chunks zlib has taken and not yet given back. */
function watchCompression(): () => number {
  let pending = 0;
  let prototype: object | null = zlib.Gzip?.prototype ?? null;
  while (prototype && !Object.hasOwn(prototype, '_transform')) prototype = Object.getPrototypeOf(prototype);
  if (prototype) {
    replace(
      prototype,
      '_transform',
      (original) =>
        function (this: unknown, ...args) {
          const [chunk, encoding, callback] = args;
          if (typeof callback !== 'function') return original.apply(this, args);
          pending++;
          const done = (...results: unknown[]) => {
            pending--;
            return Reflect.apply(callback, this, results);
          };
          return original.call(this, chunk, encoding, done);
        },
    );
  }
  return () => pending;
}

function replace(target: object, name: string, wrap: (original: Method) => Method): void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function') return;
  Object.defineProperty(target, name, {
    value: wrap(function (this: unknown, ...args) {
      return Reflect.apply(original, this, args);
    }),
    configurable: true,
    writable: true,
  });
}
