import { FileTree } from '#machine/files.ts';
import type { Address, SocketErrorCode } from '#machine/protocol.ts';
import type { ChildListener, ListenHandler, SocketListener, System, SystemSocket } from '#node/system.ts';

/** Bytes that one direction holds before `send` says no. Small, so that tests reach it. */
export const WINDOW = 256 * 1024;

type Item = Uint8Array | 'end' | 'reset';

/** Two turns, as a message takes that goes through the kernel. */
function later(action: () => void): void {
  setImmediate(() => setImmediate(action));
}

/** One end of a connection in memory. What is sent arrives in a later turn, in order. */
class End implements SystemSocket {
  listener: SocketListener | null = null;
  peer: End | null = null;
  #unread = 0;
  #blocked = false;
  #sentEnd = false;
  #closed = false;

  send(bytes: Uint8Array): boolean {
    this.#deliver(bytes);
    const open = (this.peer?.window ?? WINDOW) > 0;
    this.#blocked = !open;
    return open;
  }

  get window(): number {
    return WINDOW - this.#unread;
  }

  consumed(bytes: number): void {
    this.#unread -= bytes;
    const { peer } = this;
    later(() => peer?.opened());
  }

  shutdown(): void {
    if (this.#sentEnd) return;
    this.#sentEnd = true;
    this.#deliver('end');
  }

  close(): void {
    if (this.#unread > 0) {
      this.reset();
      return;
    }
    this.#closed = true;
    this.shutdown();
  }

  reset(): void {
    this.#deliver('reset');
    this.peer = null;
    this.listener = null;
  }

  opened(): void {
    if (!this.#blocked || (this.peer?.window ?? 0) <= 0) return;
    this.#blocked = false;
    this.listener?.writable();
  }

  #deliver(item: Item): void {
    const { peer } = this;
    if (peer && typeof item !== 'string') peer.#unread += item.byteLength;
    later(() => peer?.arrive(item));
  }

  arrive(item: Item): void {
    if (item === 'end') this.listener?.end();
    else if (item === 'reset') {
      const { listener } = this;
      this.peer = null;
      this.listener = null;
      listener?.reset();
    } else if (this.#closed) this.reset();
    else this.listener?.data(item);
  }
}

interface Listening {
  readonly local: Address;
  readonly handler: ListenHandler;
}

const listening: Listening[] = [];
let nextPort = 40_000;

function find(address: string, port: number): Listening | undefined {
  return listening.find(({ local }) => {
    if (local.port !== port) return false;
    return (
      local.address === address || local.address === '::' || (local.address === '0.0.0.0' && !address.includes(':'))
    );
  });
}

function at(address: string, port: number): Address {
  return { address, family: address.includes(':') ? 'IPv6' : 'IPv4', port };
}

function listen(address: string, port: number, handler: ListenHandler) {
  const taken = port !== 0 && listening.some(({ local }) => local.port === port);
  const entry = { local: at(address, port || nextPort++), handler };
  if (!taken) listening.push(entry);
  later(() => (taken ? handler.failed('EADDRINUSE') : handler.listening(entry.local)));
  return {
    close() {
      const index = listening.indexOf(entry);
      if (index !== -1) listening.splice(index, 1);
    },
  };
}

function connect(address: string, port: number, listener: SocketListener): SystemSocket {
  const client = new End();
  client.listener = listener;
  later(() => {
    const target = find(address === '0.0.0.0' ? '127.0.0.1' : address, port);
    if (!target) {
      const refused: SocketErrorCode = 'ECONNREFUSED';
      client.listener?.failed(refused);
      return;
    }
    const server = new End();
    client.peer = server;
    server.peer = client;
    const host = address === '0.0.0.0' ? '127.0.0.1' : address;
    const source = at(host, nextPort++);
    const mapped = target.local.address === '::' && source.family === 'IPv4';
    const seen = (where: Address) => (mapped ? at(`::ffff:${where.address}`, where.port) : where);
    target.handler.accepted(server, seen(at(host, port)), seen(source));
    client.listener?.connected(source, at(host, port));
  });
  return client;
}

/** A machine with a network and nothing else, for tests of the built-ins on real Node. */
export function loopbackSystem(spawn: System['spawn'] = noChildren): System {
  return {
    start: { pid: 1, ppid: 0, command: 'node', args: [], cwd: '/', env: {}, ipc: false, files: [] },
    files: new FileTree(),
    parent: null,
    listen,
    connect,
    spawn,
    output() {},
    sendToParent() {},
    disconnectFromParent() {},
    kill() {},
    exit(code) {
      throw new Error(`exit ${code}`);
    },
    exitBySignal(signal) {
      throw new Error(`exit by ${signal}`);
    },
  };
}

function noChildren(_spec: unknown, listener: ChildListener) {
  setImmediate(() => listener.failed('ENOENT'));
  return { input() {}, kill() {}, send() {}, disconnect() {} };
}
