import type { Address } from '#machine/protocol.ts';
import type { OutgoingMessage } from '../http/outgoing-message.ts';
import type { MessageParser } from '../http/parser.ts';
import { Duplex, type DuplexOptions } from '../stream.ts';
import { setImmediate } from '../timers.ts';
import { type ConnectOptions, normalizeArguments } from './arguments.ts';
import { byteLength, type Chunk, joinChunks, toBytes } from './chunks.ts';
import { connectSocket } from './connect.ts';
import {
  closedBeforeConnection,
  endedByPeer,
  missingConnectTarget,
  noPipes,
  socketClosed,
  validatePort,
} from './errors.ts';
import { IdleTimer } from './idle-timer.ts';
import type { Server } from './server.ts';
import { bufferedChunks, undestroy } from './stream-internals.ts';
import { type SystemErrorCode, syscallError } from './system-error.ts';
import { TcpHandle } from './tcp-handle.ts';

export interface SocketOptions extends DuplexOptions {
  /** Set by this module alone: the end of a connection that a server accepted. */
  handle?: TcpHandle;
  pauseOnCreate?: boolean;
}

type Done = (error?: Error | null) => void;

/** Node 24's default for byte streams. */
export const HIGH_WATER_MARK = 64 * 1024;

/** A TCP connection. @see https://nodejs.org/api/net.html#class-netsocket */
export class Socket extends Duplex {
  connecting = false;
  server: Server | null = null;
  timeout: number | undefined = undefined;
  autoSelectFamilyAttemptedAddresses: string[] | undefined = undefined;
  _handle: TcpHandle | null = null;
  _hadError = false;
  _host: string | null = null;
  _server: Server | null = null;
  /** What `node:http` keeps on a connection, under the names that packages know. */
  _httpMessage: OutgoingMessage | null = null;
  _paused = false;
  parser: MessageParser | null = null;
  readonly #idle = new IdleTimer(() => void this.emit('timeout'));
  #resetting = false;
  #peerEnded = false;
  #pending: readonly Chunk[] = [];
  #peer: Address | null = null;
  #transferred = { read: 0, written: 0 };

  constructor(options: SocketOptions = {}) {
    const { handle, pauseOnCreate, ...streamOptions } = options;
    super({
      highWaterMark: HIGH_WATER_MARK,
      ...streamOptions,
      allowHalfOpen: Boolean(options.allowHalfOpen),
      emitClose: false,
      autoDestroy: true,
      decodeStrings: false,
    });
    this.on('end', () => {
      this.#peerEnded = true;
    });
    if (!handle) return;
    this.#attach(handle, () => {});
    if (pauseOnCreate) this.pause();
    else this.read(0);
  }

  get pending(): boolean {
    return !this._handle || this.connecting;
  }

  get readyState(): 'opening' | 'open' | 'readOnly' | 'writeOnly' | 'closed' {
    if (this.connecting) return 'opening';
    if (this.readable) return this.writable ? 'open' : 'readOnly';
    return this.writable ? 'writeOnly' : 'closed';
  }

  get bufferSize(): number | undefined {
    return this._handle ? this.writableLength : undefined;
  }

  get bytesRead(): number {
    return this._handle?.bytesRead ?? this.#transferred.read;
  }

  /** What was handed to the kernel and what still waits in this stream, in bytes. */
  get bytesWritten(): number {
    const sent = this._handle?.bytesWritten ?? this.#transferred.written;
    const waiting = [...this.#pending, ...bufferedChunks(this)];
    return waiting.reduce((total, chunk) => total + byteLength(chunk), sent);
  }

  get remoteAddress(): string | undefined {
    return this.#peerName()?.address;
  }

  get remoteFamily(): string | undefined {
    return this.#peerName()?.family;
  }

  get remotePort(): number | undefined {
    return this.#peerName()?.port;
  }

  get localAddress(): string | undefined {
    return this._handle?.local?.address;
  }

  get localFamily(): string | undefined {
    return this._handle?.local?.family;
  }

  get localPort(): number | undefined {
    return this._handle?.local?.port;
  }

  address(): Address | Record<string, never> {
    return this._handle?.local ? { ...this._handle.local } : {};
  }

  connect(...args: unknown[]): this {
    const { options, callback } = normalizeArguments<ConnectOptions>(args);
    if (callback) this.once('connect', callback);
    if (options.path) throw noPipes();
    if (options.port === undefined) throw missingConnectTarget();
    const port = validatePort(options.port, 'Port');
    if (this.destroyed) this.#revive();
    this._handle ??= new TcpHandle(null);
    this._unrefTimer();
    this.connecting = true;
    connectSocket(this, port, options);
    return this;
  }

  /** Opens a connection to one address. `again` when an earlier attempt failed and its handle is spent. */
  _open(address: string, port: number, again: boolean, failed: (code: SystemErrorCode) => void): void {
    const spent = this._handle;
    if (again) spent?.close();
    const handle = spent && !again ? spent : new TcpHandle(null);
    this.#attach(handle, failed);
    this._unrefTimer();
    handle.connect(address, port);
  }

  override write(chunk: unknown, encoding?: BufferEncoding | Done | null, callback?: Done): boolean {
    const done = typeof encoding === 'function' ? encoding : callback;
    if (!this.#peerEnded || this.allowHalfOpen || !this.writableEnded) {
      return typeof encoding === 'string' ? super.write(chunk, encoding, done) : super.write(chunk, done);
    }
    const error = endedByPeer();
    if (done) process.nextTick(done, error);
    this.destroy(error);
    return false;
  }

  override end(...args: unknown[]): this {
    Reflect.apply(super.end, this, args);
    return this;
  }

  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', this.destroy);
  }

  /** Sends RST. @see https://nodejs.org/api/net.html#socketresetanddestroy */
  resetAndDestroy(): this {
    if (!this._handle) return this.destroy(socketClosed());
    if (this.connecting) this.once('connect', () => this.#reset());
    else this.#reset();
    return this;
  }

  /** Emits 'timeout' after `milliseconds` without traffic; 0 switches it off. It does not keep the process alive. */
  setTimeout(milliseconds: number, callback?: () => void): this {
    if (this.destroyed) return this;
    this.timeout = milliseconds;
    this.#idle.set(milliseconds);
    if (!callback) return this;
    if (milliseconds === 0) this.removeListener('timeout', callback);
    else this.once('timeout', callback);
    return this;
  }

  /** There is no Nagle's algorithm and no idle probing on the machine's loopback: nothing to switch. */
  setNoDelay(_enable?: boolean): this {
    return this;
  }

  setKeepAlive(_enable?: boolean, _initialDelay?: number): this {
    return this;
  }

  ref(): this {
    if (this._handle) this._handle.ref();
    else this.once('connect', this.ref);
    return this;
  }

  unref(): this {
    if (this._handle) this._handle.unref();
    else this.once('connect', this.unref);
    return this;
  }

  /** Restarts the idle timer. */
  _unrefTimer(): void {
    this.#idle.refresh();
  }

  override _read(size: number): void {
    if (this.connecting || !this._handle) this.once('connect', () => this._read(size));
    else this._handle.readStart();
  }

  override _write(chunk: Uint8Array | string, encoding: BufferEncoding, done: Done): void {
    this.#send([{ chunk, encoding }], done);
  }

  override _writev(chunks: Chunk[], done: Done): void {
    this.#send(chunks, done);
  }

  override _final(done: Done): void {
    if (this.connecting) {
      this.once('connect', () => this._final(done));
      return;
    }
    this._handle?.shutdown();
    if (this._handle) setImmediate(done);
    else done();
  }

  override _destroy(error: Error | null, done: Done): void {
    this.connecting = false;
    this.#idle.clear();
    const handle = this._handle;
    if (handle) {
      this.#transferred = { read: handle.bytesRead, written: handle.bytesWritten };
      if (this.#resetting) handle.reset();
      else handle.close();
      this._handle = null;
      setImmediate(() => this.emit('close', error !== null));
      done(error);
    } else {
      done(error);
      process.nextTick(() => this.emit('close', error !== null));
    }
    this._server?._forget();
  }

  #attach(handle: TcpHandle, failed: (code: SystemErrorCode) => void): void {
    this._handle = handle;
    handle.listener = {
      connected: () => this.#connected(),
      failed,
      data: (bytes) => {
        this._unrefTimer();
        return this.push(bytes);
      },
      end: () => {
        this._unrefTimer();
        this.push(null);
        this.read(0);
      },
      reset: () => this.destroy(syscallError('ECONNRESET', 'read')),
    };
  }

  #connected(): void {
    if (this.destroyed) return;
    this.connecting = false;
    this._unrefTimer();
    this.emit('connect');
    this.emit('ready');
    if (this.readable && !this.isPaused()) this.read(0);
  }

  #send(chunks: readonly Chunk[], done: Done): void {
    if (this.connecting) {
      this.#sendOnceConnected(chunks, done);
      return;
    }
    this.#pending = [];
    if (!this._handle) {
      done(socketClosed());
      return;
    }
    this._unrefTimer();
    const [first] = chunks;
    const bytes = chunks.length === 1 && first ? toBytes(first) : joinChunks(chunks);
    this._handle.write(bytes, (code) => {
      if (!code) this._unrefTimer();
      done(code ? syscallError(code, 'write') : null);
    });
  }

  #sendOnceConnected(chunks: readonly Chunk[], done: Done): void {
    this.#pending = chunks;
    const onClose = () => done(closedBeforeConnection());
    this.once('connect', () => {
      this.off('close', onClose);
      this.#send(chunks, done);
    });
    this.once('close', onClose);
  }

  #peerName(): Address | null {
    if (this._handle && !this.connecting) this.#peer ??= this._handle.remote;
    return this.#peer;
  }

  #reset(): void {
    this.#resetting = true;
    this.destroy();
  }

  #revive(): void {
    undestroy(this);
    this.#peerEnded = false;
    this.#peer = null;
    this._handle = null;
  }
}
