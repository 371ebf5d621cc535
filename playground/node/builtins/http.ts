import { callable } from './callable.ts';
import { globalAgent, Agent as HttpAgent } from './http/agent.ts';
import { ClientRequest as HttpClientRequest } from './http/client-request.ts';
import { validateHeaderName, validateHeaderValue } from './http/headers.ts';
import { IncomingMessage as HttpIncomingMessage } from './http/incoming-message.ts';
import { OutgoingMessage as HttpOutgoingMessage } from './http/outgoing-message.ts';
import { MAX_HEADER_SIZE } from './http/parser.ts';
import { Server as HttpServer, type RequestListener } from './http/server.ts';
import type { HttpServerOptions } from './http/server-options.ts';
import { ServerResponse as HttpServerResponse } from './http/server-response.ts';
import { METHODS, STATUS_CODES } from './http/status-codes.ts';

const Agent = callable(HttpAgent);
const ClientRequest = callable(HttpClientRequest);
const IncomingMessage = callable(HttpIncomingMessage);
const OutgoingMessage = callable(HttpOutgoingMessage);
const Server = callable(HttpServer);
const ServerResponse = callable(HttpServerResponse);
const maxHeaderSize = MAX_HEADER_SIZE;

/** @see https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener */
export function createServer(options?: HttpServerOptions | RequestListener, listener?: RequestListener): HttpServer {
  return new HttpServer(options, listener);
}

/** @see https://nodejs.org/api/http.html#httprequesturl-options-callback */
export function request(...args: unknown[]): HttpClientRequest {
  return new HttpClientRequest(...args);
}

/** `request` without a body, already ended. */
export function get(...args: unknown[]): HttpClientRequest {
  const made = request(...args);
  made.end();
  return made;
}

/** How many idle parsers to keep: this machine makes one for each connection and keeps none. */
export function setMaxIdleHTTPParsers(_max: number): void {}

export {
  Agent,
  ClientRequest,
  globalAgent,
  IncomingMessage,
  METHODS,
  maxHeaderSize,
  OutgoingMessage,
  Server,
  ServerResponse,
  STATUS_CODES,
  validateHeaderName,
  validateHeaderValue,
};

export default {
  Agent,
  ClientRequest,
  createServer,
  get,
  globalAgent,
  IncomingMessage,
  maxHeaderSize,
  METHODS,
  OutgoingMessage,
  request,
  Server,
  ServerResponse,
  setMaxIdleHTTPParsers,
  STATUS_CODES,
  validateHeaderName,
  validateHeaderValue,
};
