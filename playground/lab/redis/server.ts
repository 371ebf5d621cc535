import { createServer, type Server, type Socket } from 'node:net';
import { Client } from './client.ts';
import { COMMANDS } from './commands.ts';
import { execute } from './execute.ts';
import { RedisState } from './state.ts';

/** A Redis 7.0 in memory: what lessons call of it, in Redis's own words. */
export class RedisServer {
  readonly state = new RedisState();
  readonly #server: Server;
  #clients = 0;

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
        this.state.port = typeof address === 'object' && address !== null ? address.port : port;
        resolve(this.state.port);
      });
    });
  }

  /** Ends every connection and frees the port. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.state.close();
    });
  }

  #serve(socket: Socket): void {
    const { state } = this;
    const client = new Client(++this.#clients, socket, state, (who, words) => execute(state, COMMANDS, who, words));
    state.clients.set(client.id, client);
    state.connections++;
    socket.on('data', (chunk) => client.receive(chunk));
    // A connection that breaks ends like one that was closed.
    socket.on('error', () => {});
    socket.on('close', () => state.forget(client));
  }
}
