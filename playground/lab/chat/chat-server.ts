import { createServer, type Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { BadMessage, type ClientMessage, parseClientMessage, type ServerMessage } from './protocol.ts';
import { type Listener, Room } from './room.ts';

export interface ChatOptions {
  /** Milliseconds between pings; a peer that answered none in this time is gone. */
  readonly pingInterval?: number;
  /** Bytes that may wait for a slow peer before it is cut off. */
  readonly mostWaiting?: number;
}

const LARGEST_MESSAGE = 64 * 1024;
/** Close codes. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4 */
const GOING_AWAY = 1001;
const UNSUPPORTED_DATA = 1003;

/**
 * A WebSocket server to compare event streams with: `/echo` sends back what it is sent, any other path is a chat with rooms.
 * What event streams have from the browser, code has to do here: notice dead peers, and say where to go on.
 */
export class ChatServer {
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #rooms = new Map<string, Room>();
  /** Peers that answered since the last ping. */
  readonly #alive = new WeakSet<WebSocket>();
  readonly #mostWaiting: number;
  readonly #pings: NodeJS.Timeout;

  constructor({ pingInterval = 15_000, mostWaiting = 1024 * 1024 }: ChatOptions = {}) {
    this.#mostWaiting = mostWaiting;
    this.#http = createServer((_, response) => {
      response.writeHead(426, { 'Content-Type': 'text/plain', Upgrade: 'websocket', Connection: 'Upgrade' });
      response.end('This server speaks WebSocket.\n');
    });
    this.#sockets = new WebSocketServer({ server: this.#http, maxPayload: LARGEST_MESSAGE });
    this.#sockets.on('connection', (socket, request) => {
      this.#alive.add(socket);
      socket.on('pong', () => this.#alive.add(socket));
      // A peer that breaks the protocol is closed by ws itself; there is nobody to tell.
      socket.on('error', () => {});
      if (request.url?.split('?', 1)[0] === '/echo') this.#echo(socket);
      else this.#chat(socket);
    });
    this.#pings = setInterval(() => this.#ping(), pingInterval);
  }

  /** Resolves to the port once connections are accepted. Rejects with `EADDRINUSE` and the like. Port 0 asks for a free one. */
  listen(port: number, host?: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#http.once('error', reject);
      // ws hands its server's errors on as its own.
      this.#sockets.on('error', () => {});
      this.#http.listen(port, host, () => {
        this.#http.off('error', reject);
        const address = this.#http.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  /** Says goodbye to every peer and frees the port. */
  close(): Promise<void> {
    clearInterval(this.#pings);
    for (const socket of this.#sockets.clients) {
      socket.close(GOING_AWAY);
      // Whoever does not say goodbye too must not keep the server.
      setTimeout(() => socket.terminate(), 500).unref();
    }
    return new Promise((resolve) => {
      this.#http.close(() => resolve());
      // Those that never became WebSockets.
      this.#http.closeAllConnections();
    });
  }

  #ping(): void {
    for (const socket of this.#sockets.clients) {
      if (!this.#alive.has(socket)) {
        socket.terminate();
        continue;
      }
      this.#alive.delete(socket);
      socket.ping();
    }
  }

  #send(socket: WebSocket, data: string | Buffer, binary = false): void {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(data, { binary });
    if (socket.bufferedAmount > this.#mostWaiting) socket.terminate();
  }

  #echo(socket: WebSocket): void {
    socket.on('message', (data, binary) => {
      if (Buffer.isBuffer(data)) this.#send(socket, data, binary);
    });
  }

  #chat(socket: WebSocket): void {
    const hear = (message: ServerMessage) => this.#send(socket, JSON.stringify(message));
    let place: { readonly room: Room; readonly listener: Listener } | null = null;
    const leave = () => {
      if (place) this.#leave(place.room, place.listener);
      place = null;
    };
    const obey = (message: ClientMessage) => {
      switch (message.type) {
        case 'join': {
          leave();
          const room = this.#rooms.get(message.room) ?? new Room(message.room);
          this.#rooms.set(message.room, room);
          place = { room, listener: { name: message.name, hear } };
          room.enter(place.listener);
          return;
        }
        case 'say':
          if (!place) throw new BadMessage('Join a room first.');
          place.room.say(place.listener, message.text);
          return;
        case 'leave':
          leave();
          return;
      }
    };
    socket.on('message', (data, binary) => {
      if (binary) {
        socket.close(UNSUPPORTED_DATA, 'Messages are text.');
        return;
      }
      try {
        obey(parseClientMessage(String(data)));
      } catch (error) {
        if (!(error instanceof BadMessage)) throw error;
        hear({ type: 'error', reason: error.message });
      }
    });
    socket.on('close', leave);
  }

  #leave(room: Room, listener: Listener): void {
    room.leave(listener);
    if (room.isEmpty) this.#rooms.delete(room.name);
  }
}
