import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Exchange, now } from './exchange.ts';
import { accepts, refusalPage, STATUS_PATH, sendPage } from './explain.ts';
import { Faults } from './faults.ts';
import { isNavigation } from './html.ts';
import { decodeIdHeader, LastEventIds, takeStreamTag } from './last-event-id.ts';
import { EDGE_PATH, PREVIEW_SCRIPT, PREVIEW_SCRIPT_PATH } from './preview-script.ts';
import type { EdgeCommand } from './protocol.ts';
import { ReverseProxy } from './proxy.ts';
import { StaticFiles, staticPath } from './static-files.ts';
import type { Tap } from './tap.ts';

export interface EdgeOptions {
  /** The folder whose files are served; everything else is the server's. */
  readonly root: string;
  /** The server's port on this host. */
  readonly upstream: number;
  readonly tap: Tap;
  /** Takes a line about something the learner should know. */
  readonly warn: (line: string) => void;
}

/** The reverse proxy in front of the learner's server. */
export class Edge {
  readonly #server: Server;
  readonly #options: EdgeOptions;
  readonly #faults = new Faults();
  readonly #ids = new LastEventIds();
  readonly #files: StaticFiles;
  readonly #proxy: ReverseProxy;
  #requests = 0;

  constructor(options: EdgeOptions) {
    this.#options = options;
    this.#files = new StaticFiles(options.root, options.warn);
    this.#proxy = new ReverseProxy(options.upstream, this.#ids);
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        options.warn(`edge: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        response.destroy();
      });
    });
  }

  /** Resolves to the port once connections are accepted. Rejects with `EADDRINUSE` and the like. Port 0 asks for a free one. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        const bound = typeof address === 'object' && address !== null ? address.port : port;
        this.#options.tap.report({ type: 'listening', at: now(), port: bound });
        resolve(bound);
      });
    });
  }

  obey(command: EdgeCommand): void {
    this.#faults.obey(command);
  }

  /** Stops accepting and drops what is open. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, tag } = takeStreamTag(request.url ?? '/');
    if (path.startsWith(EDGE_PATH)) return this.#handleOwn(path, response);

    const sent = request.headers['last-event-id'];
    const lastEventId = typeof sent === 'string' ? decodeIdHeader(sent) : tag === null ? '' : this.#ids.get(tag);
    const start = { method: request.method ?? 'GET', path, lastEventId: lastEventId === '' ? null : lastEventId };
    const exchange = new Exchange(this.#options.tap, ++this.#requests, start, response);
    if (this.#faults.refusing) return refuse(request, response, exchange);

    const hide = this.#faults.expose(exchange);
    response.once('close', hide);
    if (request.method === 'GET' || request.method === 'HEAD') {
      const wanted = staticPath(path);
      if (wanted.kind === 'bad') return answerBadRequest(response, exchange);
      if (wanted.kind === 'file' && (await this.#files.serve(wanted.file, request, response, exchange))) return;
    }
    if (!response.destroyed) this.#proxy.pass({ request, response, exchange, path, tag, lastEventId });
  }

  async #handleOwn(path: string, response: ServerResponse): Promise<void> {
    if (path === PREVIEW_SCRIPT_PATH) {
      response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-store' });
      response.end(PREVIEW_SCRIPT);
    } else if (path === STATUS_PATH) {
      const up = !this.#faults.refusing && (await accepts(this.#options.upstream));
      response.writeHead(up ? 204 : 503, { 'Cache-Control': 'no-store' }).end();
    } else {
      response.writeHead(404).end();
    }
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, exchange: Exchange): void {
  if (!isNavigation(request.headers)) {
    exchange.abort('refused');
    return;
  }
  exchange.answered(503, 'text/html');
  exchange.close('refused');
  sendPage(response, 503, refusalPage('Connections are refused', 'This page comes back by itself when they are not.'));
}

function answerBadRequest(response: ServerResponse, exchange: Exchange): void {
  exchange.answered(400, 'text/plain');
  response.writeHead(400, { 'Content-Type': 'text/plain' }).end('400 Bad Request\n');
}
