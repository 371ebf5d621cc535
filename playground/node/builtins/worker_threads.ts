import { missingExports } from './unsupported/stand-in.ts';
import { BroadcastChannel } from './worker_threads/broadcast-channel.ts';
import { MessageChannel, MessagePort, receiveMessageOnPort } from './worker_threads/message-port.ts';

const environment = new Map<unknown, unknown>();
const untransferable = new WeakSet<object>();

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

const own = {
  BroadcastChannel,
  getEnvironmentData: (key: unknown) => environment.get(key),
  isInternalThread: false,
  isMainThread: true,
  isMarkedAsUntransferable: (value: unknown) => isObject(value) && untransferable.has(value),
  locks: (globalThis.navigator as Navigator | undefined)?.locks,
  markAsUncloneable(_value: unknown): void {},
  markAsUntransferable(value: unknown): void {
    if (isObject(value)) untransferable.add(value);
  },
  MessageChannel,
  MessagePort,
  parentPort: null,
  receiveMessageOnPort,
  resourceLimits: {},
  setEnvironmentData(key: unknown, value?: unknown): void {
    if (value === undefined) environment.delete(key);
    else environment.set(key, value);
  },
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  threadId: 0,
  threadName: '',
  workerData: null,
};

export { BroadcastChannel, MessageChannel, MessagePort };

/** The main thread of the process, which is its only one. @see https://nodejs.org/api/worker_threads.html */
export default { ...own, ...missingExports('worker_threads', own) };
