import { createServer, type Server, type Socket } from 'node:net';

/** One address that is listened on. It outlives a reload: nobody who connects meanwhile is turned away. */
export class ListenPort {
  readonly name: string;
  readonly host: string;
  /** As asked for; the true one once it listens, where 0 asked for any. */
  port: number;
  readonly #server: Server;

  constructor(name: string, host: string, port: number, accept: (socket: Socket, port: ListenPort) => void) {
    this.name = name;
    this.host = host;
    this.port = port;
    // A client that has sent its last may still wait for its answer.
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => accept(socket, this));
  }

  /** Rejects with `EADDRINUSE` and the like. */
  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port: this.port, host: this.host }, () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        if (typeof address === 'object' && address !== null) this.port = address.port;
        resolve();
      });
    });
  }

  /** Accepts no more. Connections stay. */
  close(): void {
    this.#server.close();
  }
}
