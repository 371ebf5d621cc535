import { bindContext } from './async-context.ts';
import { Buffer } from './builtins/buffer.ts';
import { createConsole } from './builtins/console.ts';
import { EventSource } from './builtins/event-source.ts';
import { installFetch } from './builtins/fetch.ts';
import process from './builtins/process.ts';
import {
  clearImmediate,
  clearInterval,
  clearTimeout,
  setImmediate,
  setInterval,
  setTimeout,
} from './builtins/timers.ts';
import { CloseEvent, WebSocket } from './builtins/web-socket.ts';
import { BroadcastChannel, MessageChannel, MessagePort } from './builtins/worker_threads.ts';
import { NODE_GLOBALS } from './node-globals.ts';
import { NODE_VERSION } from './version.ts';

/** Gives the program the global names that Node has, and takes the browser's away: packages look at them to tell where they are. */
export function installGlobals(): void {
  hideBrowser();
  const { queueMicrotask } = globalThis;
  define({
    BroadcastChannel,
    Buffer,
    CloseEvent,
    EventSource,
    MessageChannel,
    MessagePort,
    WebSocket,
    clearImmediate,
    clearInterval,
    clearTimeout,
    console: createConsole(process.stdout, process.stderr),
    global: globalThis,
    navigator: {
      hardwareConcurrency: 2,
      language: 'en-US',
      languages: ['en-US'],
      platform: 'linux',
      userAgent: `Node.js/${/\d+/.exec(NODE_VERSION)}`,
    },
    process,
    queueMicrotask: (callback: () => void) => queueMicrotask(bindContext(callback)),
    setImmediate,
    setInterval,
    setTimeout,
  });
  installFetch();
}

function define(members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
}

/** Names that cannot be deleted, or that a prototype has, are shadowed. */
function hideBrowser(): void {
  const keep = new Set(NODE_GLOBALS);
  for (let owner: object = globalThis; owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner)) {
      if (keep.has(name) || name === 'constructor') continue;
      if (owner !== globalThis || !Reflect.deleteProperty(globalThis, name)) define({ [name]: undefined });
    }
  }
}
