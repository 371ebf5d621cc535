import type { Socket } from 'node:net';
import { ClientConnection } from './client/client-connection.ts';
import { Timeout } from './client/timeout.ts';
import type { LogLevel } from './config/conf-error.ts';
import type { Config, VirtualServer } from './config/model.ts';
import { workerShutdownTimeout } from './config/settings/core.ts';
import { Exchange, type ExchangeStart } from './exchange.ts';
import type { Faults } from './faults.ts';
import { ConnectionCounts } from './http/limit-conn.ts';
import type { HttpRequest } from './http/request.ts';
import { findServer } from './http/virtual-server.ts';
import type { ListenPort } from './listen-port.ts';
import type { AccessLog } from './log/access-log.ts';
import type { ErrorLog } from './log/error-log.ts';
import type { PreviewExtras } from './preview-extras.ts';
import type { Tap } from './tap.ts';
import { UpstreamGroups } from './upstream/groups.ts';

/** What outlives a reload. */
export interface Shared {
  readonly tap: Tap;
  readonly faults: Faults;
  readonly errors: ErrorLog;
  readonly accesses: AccessLog;
  /** What a lesson's preview needs and nginx does not do; null where only nginx is wanted. */
  readonly preview: PreviewExtras | null;
  readonly counters: { connections: number; exchanges: number; requests: number };
  readonly zones: Map<string, ConnectionCounts>;
}

/** A configuration in force, and the connections that came while it was: what a worker process is to nginx. */
export class Worker {
  readonly config: Config;
  readonly groups: UpstreamGroups;
  readonly #shared: Shared;
  readonly #connections = new Set<ClientConnection>();
  readonly #shutdown = new Timeout();
  /** Sockets to servers, which count against `worker_connections` as clients do. */
  upstreamConnections = 0;
  readonly #listening: number;
  quitting = false;
  onEmpty: () => void = () => {};

  constructor(config: Config, shared: Shared) {
    this.config = config;
    this.#listening = new Set(config.servers.flatMap(({ listens }) => listens.map(({ name }) => name))).size;
    this.#shared = shared;
    this.groups = new UpstreamGroups(config);
  }

  get faults(): Faults {
    return this.#shared.faults;
  }

  get preview(): PreviewExtras | null {
    return this.#shared.preview;
  }

  get counters(): Shared['counters'] {
    return this.#shared.counters;
  }

  get isEmpty(): boolean {
    return this.#connections.size === 0;
  }

  /** Whether another connection fits under `worker_connections`: sockets that listen and a line to the master count too. */
  get #hasRoom(): boolean {
    const own = this.#listening + 1;
    return own + this.#connections.size + this.upstreamConnections < this.config.workerConnections;
  }

  accept(socket: Socket, listen: ListenPort): void {
    if (this.faults.swallowing) {
      socket.on('error', () => {});
      socket.resume();
      return;
    }
    if (!this.makeRoom()) {
      this.logLine('alert', `${this.config.workerConnections} worker_connections are not enough`);
      socket.destroy();
      return;
    }
    this.counters.connections++;
    this.#connections.add(new ClientConnection(socket, listen, this, this.counters.connections));
  }

  /** Whether another connection fits, if need be in the place of one that is only kept alive. */
  makeRoom(): boolean {
    return this.#hasRoom || this.#closeIdle();
  }

  #closeIdle(): boolean {
    for (const connection of this.#connections) {
      if (connection.busy) continue;
      connection.close();
      this.#connections.delete(connection);
      return true;
    }
    return false;
  }

  forget(connection: ClientConnection): void {
    this.#connections.delete(connection);
    if (this.quitting && this.isEmpty) this.#emptied();
  }

  #emptied(): void {
    this.#shutdown.stop();
    this.groups.close();
    this.onEmpty();
  }

  serverFor(listenName: string, host: string): VirtualServer {
    const server = findServer(this.config, listenName, host) ?? this.config.servers[0];
    if (!server) throw new Error('A port is listened on for no server.');
    return server;
  }

  newExchange(start: ExchangeStart | null): Exchange {
    if (start) this.counters.exchanges++;
    return new Exchange(this.#shared.tap, this.counters.exchanges, start);
  }

  /** Past the faults that answer by themselves, on to nginx's phases. */
  serve(request: HttpRequest, start: (request: HttpRequest) => void): void {
    if (this.preview?.answerOwn(request)) return;
    if (this.faults.refusing) {
      if (this.preview?.explainRefusal(request)) return;
      request.client.terminate(request, 'fin', 'refused', null);
      return;
    }
    const { status } = this.faults;
    if (status !== null) {
      request.answer.status = status;
      request.answer.contentLength = 0;
      request.body.discard();
      request.answer.start();
      request.answer.finish();
      return;
    }
    start(request);
  }

  connectionCounts(zone: string): ConnectionCounts {
    const known = this.#shared.zones.get(zone);
    if (known) return known;
    const counts = new ConnectionCounts();
    this.#shared.zones.set(zone, counts);
    return counts;
  }

  log(request: HttpRequest, level: LogLevel, message: string, upstream?: string): void {
    this.#shared.errors.write(level, message, this.config, { request, upstream });
  }

  logLine(level: LogLevel, message: string): void {
    this.#shared.errors.write(level, message, this.config);
  }

  access(request: HttpRequest): void {
    if (!request.preview?.isOwn) this.#shared.accesses.write(request);
  }

  /** Takes no more connections. What is open may finish, until `worker_shutdown_timeout` if there is one. */
  quit(): void {
    if (this.quitting) return;
    this.quitting = true;
    for (const connection of [...this.#connections]) connection.drain();
    const timeout = workerShutdownTimeout.get(this.config.main);
    if (timeout !== null) this.#shutdown.start(timeout, () => this.#shutDown('worker_shutdown_timeout'));
    if (this.isEmpty) this.#emptied();
  }

  /** Ends everything now. */
  terminate(): void {
    this.quitting = true;
    this.#shutDown('terminated');
    this.groups.close();
    this.#shutdown.stop();
    for (const connection of this.#connections) connection.line.destroy();
  }

  #shutDown(why: string): void {
    for (const connection of [...this.#connections]) connection.shutDown(why);
  }
}
