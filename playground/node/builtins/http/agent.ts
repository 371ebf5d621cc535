import { EventEmitter } from '../events.ts';
import type { ConnectOptions } from '../net/arguments.ts';
import { codedError, outOfRange } from '../net/coded-error.ts';
import type { Socket } from '../net/socket.ts';
import { createConnection } from '../net.ts';
import type { ClientRequest } from './client-request.ts';

/** Durations in milliseconds. @see https://nodejs.org/api/http.html#new-agentoptions */
export interface AgentOptions extends ConnectOptions {
  keepAlive?: boolean;
  keepAliveMsecs?: number;
  maxSockets?: number;
  maxTotalSockets?: number;
  maxFreeSockets?: number;
  scheduling?: 'fifo' | 'lifo';
  agentKeepAliveTimeoutBuffer?: number;
  defaultPort?: number;
  protocol?: string;
}

/** Where a request goes, as the pool needs it. */
export interface Target extends ConnectOptions {
  socketPath?: string;
}

type SocketLists = Record<string, Socket[]>;

interface Waiting {
  readonly request: ClientRequest;
  readonly target: Target;
}

/** A pool of connections, by host and port. @see https://nodejs.org/api/http.html#class-httpagent */
export class Agent extends EventEmitter {
  static defaultMaxSockets = Number.POSITIVE_INFINITY;
  readonly options: AgentOptions;
  readonly defaultPort: number;
  readonly protocol: string;
  keepAlive: boolean;
  keepAliveMsecs: number;
  maxSockets: number;
  maxFreeSockets: number;
  maxTotalSockets: number;
  scheduling: 'fifo' | 'lifo';
  agentKeepAliveTimeoutBuffer: number;
  totalSocketCount = 0;
  readonly sockets: SocketLists = Object.create(null);
  readonly freeSockets: SocketLists = Object.create(null);
  readonly requests: Record<string, ClientRequest[]> = Object.create(null);
  readonly #targets = new WeakMap<ClientRequest, Target>();
  readonly #dataGuards = new WeakMap<Socket, () => void>();

  constructor(options: AgentOptions = {}) {
    super();
    this.options = { noDelay: true, ...options };
    this.defaultPort = options.defaultPort || 80;
    this.protocol = options.protocol || 'http:';
    this.keepAlive = options.keepAlive || false;
    this.keepAliveMsecs = options.keepAliveMsecs || 1000;
    this.maxSockets = options.maxSockets || Agent.defaultMaxSockets;
    this.maxFreeSockets = options.maxFreeSockets || 256;
    this.maxTotalSockets = options.maxTotalSockets ?? Number.POSITIVE_INFINITY;
    if (!(this.maxTotalSockets >= 1)) throw outOfRange('maxTotalSockets', '>= 1', options.maxTotalSockets);
    this.scheduling = options.scheduling || 'lifo';
    if (this.scheduling !== 'lifo' && this.scheduling !== 'fifo') {
      throw codedError(
        TypeError,
        'ERR_INVALID_ARG_VALUE',
        `The argument 'scheduling' must be one of: 'fifo', 'lifo'. Received '${String(this.scheduling)}'`,
      );
    }
    this.agentKeepAliveTimeoutBuffer = options.agentKeepAliveTimeoutBuffer ?? 1000;
    this.on('free', (socket: Socket, target: Target) => this.#onFree(socket, target));
  }

  createConnection(options: ConnectOptions, callback?: () => void): Socket {
    return callback ? createConnection(options, callback) : createConnection(options);
  }

  /** The pool's key. @see https://nodejs.org/api/http.html#agentgetnameoptions */
  getName(target: Target = {}): string {
    const family = target.family === 4 || target.family === 6 ? `:${target.family}` : '';
    return `${target.host || 'localhost'}:${target.port || ''}:${target.localAddress ?? ''}${family}`;
  }

  addRequest(request: ClientRequest, options: Target): void {
    const target = this.#merge(options);
    const name = this.getName(target);
    const reused = this.#takeFree(name);
    const open = (this.sockets[name]?.length ?? 0) + (this.freeSockets[name]?.length ?? 0);
    if (reused) {
      this.reuseSocket(reused, request);
      this.#assign(request, reused);
      this.#list(this.sockets, name).push(reused);
    } else if (open < this.maxSockets && this.totalSocketCount < this.maxTotalSockets) {
      this.#assign(request, this.#open(request, target));
    } else {
      this.#targets.set(request, target);
      const waiting = this.requests[name] ?? [];
      waiting.push(request);
      this.requests[name] = waiting;
    }
  }

  /** Called when a connection goes to the pool. False closes it instead. Subclasses may override it. */
  keepSocketAlive(socket: Socket): boolean {
    socket.setKeepAlive(true, this.keepAliveMsecs);
    socket.unref();
    let timeout = this.options.timeout || 0;
    const hint = serverHint(socket);
    if (hint !== null) {
      // The server closes at the time it announced: stop a little earlier, or a request would meet a closed connection.
      const usable = Math.max(0, hint - this.agentKeepAliveTimeoutBuffer);
      if (usable === 0) return false;
      if (usable < timeout) timeout = usable;
    }
    if (socket.timeout !== timeout) socket.setTimeout(timeout);
    return true;
  }

  /** Called when a request takes a connection from the pool. Subclasses may override it. */
  reuseSocket(socket: Socket, request: ClientRequest): void {
    socket.removeListener('error', destroyOnError);
    this.#removeGuard(socket);
    request.reusedSocket = true;
    socket.ref();
  }

  destroy(): void {
    for (const lists of [this.freeSockets, this.sockets]) {
      for (const sockets of Object.values(lists)) for (const socket of [...sockets]) socket.destroy();
    }
  }

  removeSocket(socket: Socket, target: Target): void {
    const name = this.getName(target);
    this.#drop(this.sockets, name, socket);
    if (!socket.writable) this.#drop(this.freeSockets, name, socket);
    const next = this.#nextWaiting(name);
    if (!next) return;
    const fresh = this.#open(next.request, next.target);
    fresh.emit('free');
  }

  #merge(options: Target): Target {
    return { ...options, ...this.options };
  }

  #open(request: ClientRequest, target: Target): Socket {
    const name = this.getName(target);
    const timeout = request.timeout || this.options.timeout;
    const { signal: _signal, ...rest } = target;
    const socket = this.createConnection(timeout ? { ...rest, timeout } : rest);
    this.#list(this.sockets, name).push(socket);
    this.totalSocketCount++;
    this.#follow(socket, target);
    return socket;
  }

  #assign(request: ClientRequest, socket: Socket): void {
    request.onSocket(socket);
    const agentTimeout = this.options.timeout || 0;
    if (request.timeout !== undefined && request.timeout !== agentTimeout) socket.setTimeout(request.timeout);
  }

  #follow(socket: Socket, target: Target): void {
    const onFree = () => void this.emit('free', socket, target);
    const onGone = () => {
      this.totalSocketCount--;
      this.removeSocket(socket, target);
    };
    const onTimeout = () => {
      if (Object.values(this.freeSockets).some((list) => list.includes(socket))) socket.destroy();
    };
    socket.on('free', onFree);
    socket.on('close', onGone);
    socket.on('timeout', onTimeout);
    socket.once('agentRemove', () => {
      onGone();
      socket.removeListener('close', onGone);
      socket.removeListener('free', onFree);
      socket.removeListener('timeout', onTimeout);
    });
  }

  #onFree(socket: Socket, target: Target): void {
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const name = this.getName(target);
    const next = this.requests[name]?.shift();
    if (this.requests[name]?.length === 0) delete this.requests[name];
    if (next) {
      this.#assign(next, socket);
      return;
    }
    if (!this.#mayKeep(socket, name)) {
      socket.destroy();
      return;
    }
    socket._httpMessage = null;
    this.removeSocket(socket, target);
    socket.once('error', destroyOnError);
    this.#guard(socket);
    this.#list(this.freeSockets, name).push(socket);
  }

  #mayKeep(socket: Socket, name: string): boolean {
    const request = socket._httpMessage;
    if (!request?.shouldKeepAlive || !this.keepAlive) return false;
    const free = this.freeSockets[name]?.length ?? 0;
    const open = free + (this.sockets[name]?.length ?? 0);
    if (this.totalSocketCount > this.maxTotalSockets || open > this.maxSockets) return false;
    return free < this.maxFreeSockets && this.keepSocketAlive(socket);
  }

  #takeFree(name: string): Socket | undefined {
    const free = this.freeSockets[name];
    if (!free) return undefined;
    while (free[0]?.destroyed) free.shift();
    const socket = this.scheduling === 'fifo' ? free.shift() : free.pop();
    if (free.length === 0) delete this.freeSockets[name];
    return socket;
  }

  #nextWaiting(name: string): Waiting | null {
    const own = this.requests[name]?.[0];
    const key = own ? name : Object.keys(this.requests).find((other) => !this.sockets[other]?.length);
    const request = key === undefined ? undefined : this.requests[key]?.[0];
    const target = request && this.#targets.get(request);
    return request && target ? { request, target } : null;
  }

  /** What a server sends while no request runs would be taken for the next response: such a connection is closed. */
  #guard(socket: Socket): void {
    const onData = () => void socket.destroy();
    this.#dataGuards.set(socket, onData);
    socket.on('data', onData);
    socket.on('end', onData);
  }

  #removeGuard(socket: Socket): void {
    const onData = this.#dataGuards.get(socket);
    if (!onData) return;
    socket.removeListener('data', onData);
    socket.removeListener('end', onData);
    this.#dataGuards.delete(socket);
  }

  #list(lists: SocketLists, name: string): Socket[] {
    const list = lists[name] ?? [];
    lists[name] = list;
    return list;
  }

  #drop(lists: SocketLists, name: string, socket: Socket): void {
    const list = lists[name];
    const index = list?.indexOf(socket) ?? -1;
    if (!list || index === -1) return;
    list.splice(index, 1);
    if (list.length === 0) delete lists[name];
  }
}

function destroyOnError(this: Socket): void {
  this.destroy();
  this.emit('agentRemove');
}

function serverHint(socket: Socket): number | null {
  const message = socket._httpMessage;
  const response = message && 'res' in message ? (message as ClientRequest).res : null;
  const hint = /^timeout=(\d+)/.exec(String(response?.headers['keep-alive'] ?? ''))?.[1];
  return hint ? Number(hint) * 1000 : null;
}

/** Node's defaults: connections are kept for 5 seconds. @see https://nodejs.org/api/http.html#httpglobalagent */
export const globalAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
