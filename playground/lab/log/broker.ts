import { createServer, type Server, type Socket } from 'node:net';
import type { RequestContext } from './api.ts';
import { API_VERSIONS, APIS, versionsAnswer } from './apis.ts';
import { ErrorCode } from './error-code.ts';
import { FrameSplitter, frame } from './frames.ts';
import { Groups } from './groups.ts';
import { MalformedRequest, Reader } from './reader.ts';
import { Topics } from './topics.ts';

/** A log of partitions with consumer groups and offsets, in memory, behind the Kafka protocol. One broker, one copy. */
export class Broker {
  readonly #topics = new Topics();
  readonly #groups = new Groups();
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #producers = 0;
  #closing = false;

  constructor() {
    this.#server = createServer({ noDelay: true }, (socket) => this.#serve(socket));
  }

  /** Resolves to the port once connections are accepted. Rejects with `EADDRINUSE` and the like. Port 0 asks for a free one. */
  listen(port: number, host?: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  /** Ends every connection and frees the port. */
  close(): Promise<void> {
    this.#closing = true;
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
      this.#topics.close();
      this.#groups.close();
    });
  }

  #serve(socket: Socket): void {
    const splitter = new FrameSplitter();
    // A connection's requests are answered in their order, so one that waits holds up those behind it.
    let previous: Promise<void> = Promise.resolve();
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    const malformed = (error: unknown) => {
      socket.destroy();
      if (!(error instanceof MalformedRequest)) throw error;
    };
    socket.on('data', (chunk) => {
      try {
        for (const request of splitter.push(chunk)) {
          previous = previous.then(() => this.#answer(socket, request)).catch(malformed);
        }
      } catch (error) {
        malformed(error);
      }
    });
  }

  async #answer(socket: Socket, bytes: Buffer): Promise<void> {
    if (socket.destroyed) return;
    const request = new Reader(bytes);
    const key = request.int16();
    const version = request.int16();
    const correlationId = request.int32();
    const clientId = request.nullableString() ?? '';
    const api = APIS.find((candidate) => candidate.key === key);
    if (!api || version < api.min || version > api.max) {
      // A client may ask in any version which there are. Whatever else was not advertised cannot be answered.
      if (api !== API_VERSIONS) throw new MalformedRequest(`request ${key} of version ${version} is not known`);
      socket.write(frame(correlationId, versionsAnswer(ErrorCode.unsupportedVersion, 0).finish()));
      return;
    }
    const answer = await api.handle(this.#context(socket, clientId), request, version);
    if (answer !== null && !socket.destroyed) socket.write(frame(correlationId, answer.finish()));
  }

  #context(socket: Socket, clientId: string): RequestContext {
    return {
      topics: this.#topics,
      groups: this.#groups,
      clientId,
      // The address that brought the client here brings it here again.
      host: socket.localAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1',
      port: socket.localPort ?? 0,
      nextProducerId: () => ++this.#producers,
      isClosing: () => this.#closing,
    };
  }
}
