import { codedError } from './net/coded-error.ts';

function unsupported(name: string): never {
  throw codedError(
    Error,
    'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    `https.${name} is not available: this machine has no TLS. Use node:http; its network never leaves the browser.`,
  );
}

/** Can be imported, because packages do, but not used. @see https://nodejs.org/api/https.html */
export class Agent {
  constructor() {
    unsupported('Agent');
  }
}

export class Server {
  constructor() {
    unsupported('Server');
  }
}

export const createServer = (): never => unsupported('createServer');
export const request = (): never => unsupported('request');
export const get = (): never => unsupported('get');

/** A stand-in that can be passed around; opening a connection with it throws. */
export const globalAgent = {
  protocol: 'https:',
  defaultPort: 443,
  options: {},
  addRequest: (): never => unsupported('globalAgent'),
  createConnection: (): never => unsupported('globalAgent'),
  destroy(): void {},
};

export default { Agent, createServer, get, globalAgent, request, Server };
