import type { Address } from '#machine/protocol.ts';
import { acquire, type Handle } from '../../liveness.ts';
import { runCallback } from '../../process-lifecycle.ts';
import { type SystemListener, type SystemSocket, system } from '../../system.ts';
import { EventEmitter } from '../events.ts';
import { type ListenOptions, normalizeArguments } from './arguments.ts';
import { invalidArgType, invalidArgValue } from './coded-error.ts';
import { alreadyListening, noPipes, notRunning, validatePort } from './errors.ts';
import { resolveHost } from './lookup.ts';
import { HIGH_WATER_MARK, Socket } from './socket.ts';
import { listenError } from './system-error.ts';
import { TcpHandle } from './tcp-handle.ts';

export interface ServerOptions {
  allowHalfOpen?: boolean;
  pauseOnConnect?: boolean;
  noDelay?: boolean;
  keepAlive?: boolean;
  keepAliveInitialDelay?: number;
  highWaterMark?: number;
}

export type ConnectionListener = (socket: Socket) => void;

interface Listening {
  readonly listener: SystemListener;
  readonly life: Handle;
  local: Address;
}

/** A TCP server. @see https://nodejs.org/api/net.html#class-netserver */
export class Server extends EventEmitter {
  allowHalfOpen: boolean;
  pauseOnConnect: boolean;
  noDelay: boolean;
  keepAlive: boolean;
  keepAliveInitialDelay: number;
  highWaterMark: number;
  maxConnections: number | undefined = undefined;
  _connections = 0;
  #listening: Listening | null = null;
  #referenced = true;

  constructor(options?: ServerOptions | ConnectionListener | null, connectionListener?: ConnectionListener) {
    super();
    if (options !== undefined && typeof options !== 'function' && typeof options !== 'object') {
      throw invalidArgType('options', 'of type object', options);
    }
    const settings = typeof options === 'function' ? {} : (options ?? {});
    const listener = typeof options === 'function' ? options : connectionListener;
    if (listener) this.on('connection', listener);
    this.allowHalfOpen = settings.allowHalfOpen ?? false;
    this.pauseOnConnect = Boolean(settings.pauseOnConnect);
    this.noDelay = Boolean(settings.noDelay);
    this.keepAlive = Boolean(settings.keepAlive);
    this.keepAliveInitialDelay = Math.trunc((settings.keepAliveInitialDelay ?? 0) / 1000);
    this.highWaterMark = settings.highWaterMark ?? HIGH_WATER_MARK;
  }

  get listening(): boolean {
    return this.#listening !== null;
  }

  /** Null until it listens. */
  address(): Address | null {
    const local = this.#listening?.local;
    return local ? { address: local.address, family: local.family, port: local.port } : null;
  }

  listen(...args: unknown[]): this {
    const { options, callback } = normalizeArguments<ListenOptions>(args);
    if (this.#listening) throw alreadyListening();
    if (callback) this.once('listening', callback);
    this.#closeOnAbort(options.signal);
    const port = readPort(args, options);
    if (!options.host) {
      this.#bind('::', port);
      return this;
    }
    const found = resolveHost(options.host);
    if (found instanceof Error) process.nextTick(() => this.emit('error', found));
    else if (found[0]) this.#bind(found[0].address, port);
    return this;
  }

  close(callback?: (error?: Error) => void): this {
    const listening = this.#listening;
    if (typeof callback === 'function') {
      this.once('close', listening ? () => callback() : () => callback(notRunning()));
    }
    this.#listening = null;
    listening?.listener.close();
    listening?.life.release();
    this.#emitCloseIfDrained();
    return this;
  }

  getConnections(callback: (error: Error | null, count: number) => void): this {
    const count = this._connections;
    process.nextTick(() => callback(null, count));
    return this;
  }

  ref(): this {
    this.#referenced = true;
    this.#listening?.life.ref();
    return this;
  }

  unref(): this {
    this.#referenced = false;
    this.#listening?.life.unref();
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#listening) return;
    await new Promise<void>((resolve, reject) => this.close((error) => (error ? reject(error) : resolve())));
  }

  /** One of its connections is gone. */
  _forget(): void {
    this._connections--;
    this.#emitCloseIfDrained();
  }

  /**
   * A free port is chosen here and not by the kernel, so that `address()` knows it at once, as in Node; should it be
   * taken, the next one is tried.
   */
  #bind(address: string, port: number, attempts = 20): void {
    const chosen = port === 0 ? ephemeralPort() : port;
    const life = acquire();
    if (!this.#referenced) life.unref();
    // The kernel answers later; the program wants to know which call it was.
    const { stack: called } = new Error();
    const listener = system().listen(address, chosen, {
      listening: (local) => this.#onListening(listening, local),
      failed: (code) => {
        const retry = port === 0 && code === 'EADDRINUSE' && attempts > 0 && this.#listening === listening;
        if (!retry) return this.#onFailed(listening, calledFrom(called, listenError(code, address, port)));
        life.release();
        this.#bind(address, 0, attempts - 1);
      },
      accepted: (socket, local, remote) => runCallback(() => this.#accept(socket, local, remote)),
    });
    const local: Address = { address, family: address.includes(':') ? 'IPv6' : 'IPv4', port: chosen };
    const listening: Listening = { listener, life, local };
    this.#listening = listening;
  }

  #onListening(listening: Listening, local: Address): void {
    listening.local = local;
    if (this.#listening === listening) runCallback(() => this.emit('listening'));
  }

  #onFailed(listening: Listening, error: Error): void {
    listening.life.release();
    if (this.#listening !== listening) return;
    this.#listening = null;
    runCallback(() => this.emit('error', error));
  }

  #accept(end: SystemSocket, local: Address, remote: Address): void {
    const handle = new TcpHandle({ socket: end, local, remote });
    if (this.maxConnections !== undefined && this._connections >= this.maxConnections) {
      handle.close();
      this.emit('drop', dropped(local, remote));
      return;
    }
    const socket = new Socket({
      handle,
      allowHalfOpen: this.allowHalfOpen,
      pauseOnCreate: this.pauseOnConnect,
      highWaterMark: this.highWaterMark,
    });
    this._connections++;
    socket.server = this;
    socket._server = this;
    this.emit('connection', socket);
  }

  #emitCloseIfDrained(): void {
    if (this.#listening || this._connections > 0) return;
    process.nextTick(() => this.emit('close'));
  }

  #closeOnAbort(signal: AbortSignal | undefined): void {
    if (!signal) return;
    const onAbort = () => void this.close();
    if (signal.aborted) {
      process.nextTick(onAbort);
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    this.once('close', () => signal.removeEventListener('abort', onAbort));
  }
}

/** Linux's default range (net.ipv4.ip_local_port_range). */
function ephemeralPort(): number {
  return 32_768 + Math.floor(Math.random() * 28_232);
}

function readPort(args: readonly unknown[], options: ListenOptions): number {
  if (args.length === 0 || typeof args[0] === 'function' || options.port === null) return 0;
  if (options.port === undefined && 'port' in options) return 0;
  if (typeof options.port === 'number' || typeof options.port === 'string') {
    return validatePort(options.port, 'options.port');
  }
  if (args[0] === undefined || args[0] === null) return 0;
  if (options.path) throw noPipes();
  throw invalidArgValue('options', options, 'must have the property "port" or "path"');
}

function dropped(local: Address, remote: Address): Record<string, string | number> {
  return {
    localAddress: local.address,
    localPort: local.port,
    localFamily: local.family,
    remoteAddress: remote.address,
    remotePort: remote.port,
    remoteFamily: remote.family,
  };
}

/** Gives an error the frames of the call that it is about. */
function calledFrom<E extends Error>(called: string | undefined, error: E): E {
  const frames = called?.split('\n').filter((line) => /^ +at /.test(line)) ?? [];
  error.stack = [String(error), ...frames].join('\n');
  return error;
}
