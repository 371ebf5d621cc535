import type { Address, SocketErrorCode } from './protocol.ts';

/** What one end of a connection is told, in the order of the wire. */
export interface EndListener {
  data(bytes: Uint8Array): void;
  /** The peer's FIN. */
  end(): void;
  /** The peer's RST; nothing follows. */
  reset(): void;
  /** The peer took `bytes` bytes: that much more may be sent. */
  window(bytes: number): void;
}

type Sending = 'open' | 'finished';

/** One end of a connection. Sending after FIN or RST is ignored, as the process was told. */
export class ConnectionEnd {
  listener: EndListener | null = null;
  readonly local: Address;
  readonly remote: Address;
  #peer: ConnectionEnd | null = null;
  #sending: Sending = 'open';
  #receiving: Sending = 'open';
  #unread = 0;
  #closed = false;
  #onDone: () => void;

  constructor(local: Address, remote: Address, onDone: () => void) {
    this.local = local;
    this.remote = remote;
    this.#onDone = onDone;
  }

  join(peer: ConnectionEnd): void {
    this.#peer = peer;
  }

  send(bytes: Uint8Array): void {
    if (this.#sending === 'open') this.#peer?.receive(bytes);
  }

  /** The owner took `bytes` bytes: gives the sender its window back. */
  consumed(bytes: number): void {
    this.#unread = Math.max(0, this.#unread - bytes);
    this.#peer?.listener?.window(bytes);
  }

  /** Sends FIN. */
  shutdown(): void {
    if (this.#sending === 'finished') return;
    this.#sending = 'finished';
    this.#peer?.receiveEnd();
    this.#settle();
  }

  /** Closes both directions. With unread data left it is a reset, as Linux answers it (RFC 2525 §2.17). */
  close(): void {
    if (this.#unread > 0) return this.reset();
    this.#closed = true;
    this.shutdown();
    this.#settle();
  }

  reset(): void {
    const peer = this.#peer;
    this.#detach();
    if (!peer) return;
    const listener = peer.listener;
    peer.#detach();
    listener?.reset();
  }

  private receive(bytes: Uint8Array): void {
    // Data for a socket that its owner has closed is answered with RST.
    if (this.#closed) return this.reset();
    this.#unread += bytes.byteLength;
    this.listener?.data(bytes);
  }

  private receiveEnd(): void {
    this.#receiving = 'finished';
    this.listener?.end();
    this.#settle();
  }

  #settle(): void {
    if (this.#sending === 'finished' && this.#receiving === 'finished' && (this.#closed || this.#unread === 0)) {
      this.#detachWhenBothDone();
    }
  }

  #detachWhenBothDone(): void {
    // The window of what is still unread may be given back later; only the bookkeeping ends here.
    this.#onDone();
    this.#onDone = () => {};
  }

  #detach(): void {
    this.#peer = null;
    this.listener = null;
    this.#sending = 'finished';
    this.#receiving = 'finished';
    this.#onDone();
    this.#onDone = () => {};
  }
}

export interface Listening {
  readonly local: Address;
  close(): void;
}

/** A refused system call, with the code that the kernel gives it. */
export class NetworkError extends Error {
  readonly code: SocketErrorCode;

  constructor(code: SocketErrorCode) {
    super(code);
    this.name = 'NetworkError';
    this.code = code;
  }
}

interface Listener {
  readonly local: Address;
  readonly accept: (end: ConnectionEnd) => void;
}

export type PortListener = (port: number, change: 'open' | 'close') => void;

/** Linux's default range for ports that the kernel hands out (net.ipv4.ip_local_port_range). */
const EPHEMERAL = { first: 32768, last: 60999 };

/** How many connections one machine holds before `connect` and `accept` fail, as a file-descriptor limit would. */
const MAX_CONNECTIONS = 4096;

/** A loopback network: TCP connections between the processes of one machine, in bytes, in order, without loss. */
export class Network {
  onPort: PortListener = () => {};
  readonly #listeners = new Set<Listener>();
  #connections = 0;
  #nextPort = EPHEMERAL.first;

  /** Starts to accept connections. Port 0 asks for a free one. Throws EADDRINUSE or EADDRNOTAVAIL. */
  listen(address: string, port: number, accept: (end: ConnectionEnd) => void): Listening {
    const host = address === 'localhost' ? '127.0.0.1' : address;
    if (!isLocal(host)) throw new NetworkError('EADDRNOTAVAIL');
    if (port !== 0 && [...this.#listeners].some((other) => overlap(other.local, host, port))) {
      throw new NetworkError('EADDRINUSE');
    }
    const local = toAddress(host, port === 0 ? this.#ephemeralPort() : port);
    const listener: Listener = { local, accept };
    this.#listeners.add(listener);
    this.onPort(local.port, 'open');
    return {
      local,
      close: () => {
        if (this.#listeners.delete(listener)) this.onPort(local.port, 'close');
      },
    };
  }

  /** Opens a connection; the accepting side is told first. Throws ECONNREFUSED, ENOTFOUND or EMFILE. */
  connect(address: string, port: number): ConnectionEnd {
    const host = address === 'localhost' ? '127.0.0.1' : address;
    if (!isLocal(host)) throw new NetworkError(/^[\d.]+$|:/.test(host) ? 'ECONNREFUSED' : 'ENOTFOUND');
    const target = this.#find(host, port) ?? (address === 'localhost' ? this.#find('::1', port) : undefined);
    if (!target) throw new NetworkError('ECONNREFUSED');
    if (this.#connections >= MAX_CONNECTIONS) throw new NetworkError('EMFILE');
    this.#connections++;
    const destination = toAddress(isWildcard(host) ? '127.0.0.1' : host, port);
    const source = toAddress(destination.address, this.#ephemeralPort());
    let open = 2;
    const onDone = () => {
      if (--open === 0) this.#connections--;
    };
    const client = new ConnectionEnd(source, destination, onDone);
    const server = new ConnectionEnd(seenBy(target, destination), seenBy(target, source), onDone);
    client.join(server);
    server.join(client);
    target.accept(server);
    return client;
  }

  get connections(): number {
    return this.#connections;
  }

  #find(host: string, port: number): Listener | undefined {
    return [...this.#listeners].find((listener) => overlap(listener.local, host, port));
  }

  #ephemeralPort(): number {
    for (;;) {
      const port = this.#nextPort;
      this.#nextPort = port === EPHEMERAL.last ? EPHEMERAL.first : port + 1;
      if (![...this.#listeners].some((listener) => listener.local.port === port)) return port;
    }
  }
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function isLocal(host: string): boolean {
  return isWildcard(host) || host === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(host);
}

function toAddress(host: string, port: number): Address {
  return { address: host, family: host.includes(':') ? 'IPv6' : 'IPv4', port };
}

/** A listener on `::` takes IPv4 too (IPV6_V6ONLY is off), as Node's default does. */
function overlap(local: Address, host: string, port: number): boolean {
  if (local.port !== port) return false;
  if (local.address === host || local.address === '::' || host === '::') return true;
  const bothIPv4 = local.family === 'IPv4' && !host.includes(':');
  return bothIPv4 && (isWildcard(local.address) || isWildcard(host));
}

/** A dual-stack socket sees IPv4 peers as IPv4-mapped addresses (RFC 4291 §2.5.5.2). */
function seenBy(listener: Listener, address: Address): Address {
  if (listener.local.family === 'IPv6' && address.family === 'IPv4') {
    return { address: `::ffff:${address.address}`, family: 'IPv6', port: address.port };
  }
  return address;
}
