import { normalizePath } from '#machine/files.ts';
import { bindContext } from '../../async-context.ts';
import { queueEvent } from '../../event-loop.ts';
import { acquire, type Handle } from '../../liveness.ts';
import { system } from '../../system.ts';
import { abortError } from '../events/abort.ts';
import { EventEmitter } from '../events.ts';
import { invalidArgType } from '../net/coded-error.ts';
import { encodedName, flag, type Options, toOptions, toPath, toSignal } from './arguments.ts';
import { type FileSystemError, fileError } from './errors.ts';

interface WatchEvent {
  readonly eventType: 'rename' | 'change';
  readonly filename: string | Buffer;
}

/** The name of what changed, as a watcher of `watched` sees it; null when it does not. */
function nameSeen(path: string, watched: string, recursive: boolean): string | null {
  if (path === watched) return path.slice(path.lastIndexOf('/') + 1);
  const prefix = watched === '/' ? '/' : `${watched}/`;
  if (!path.startsWith(prefix)) return null;
  const name = path.slice(prefix.length);
  return recursive || !name.includes('/') ? name : null;
}

/** Follows changes below a path, each told in a turn of its own. The function that it gives stops. */
function follow(path: unknown, options: Options, tell: (event: WatchEvent) => void): () => void {
  const { written, absolute } = toPath(path, 'filename');
  const recursive = flag(options, 'recursive');
  const watched = normalizePath(absolute);
  if (!system().files.find(absolute)) {
    const error: FileSystemError = fileError('ENOENT', 'watch', written);
    throw Object.assign(error, { filename: written });
  }
  let watching = true;
  const say = bindContext((event: WatchEvent) => watching && tell(event));
  const stop = system().files.watch((eventType, changed) => {
    const name = nameSeen(changed, watched, recursive);
    if (name === null) return;
    const filename = encodedName(name, options.encoding);
    queueEvent(() => say(Object.assign(Object.create(null), { eventType, filename })));
  });
  return () => {
    watching = false;
    stop();
  };
}

/** @see https://nodejs.org/api/fs.html#class-fsfswatcher */
export class FSWatcher extends EventEmitter {
  #stop: (() => void) | null = null;
  readonly #life: Handle = acquire();

  _start(path: unknown, options: Options): void {
    try {
      this.#stop = follow(path, options, ({ eventType, filename }) => this.emit('change', eventType, filename));
    } catch (error) {
      this.#life.release();
      throw error;
    }
    if (options.persistent === false) this.#life.unref();
  }

  close(): void {
    if (!this.#stop) return;
    this.#stop();
    this.#stop = null;
    this.#life.release();
    process.nextTick(() => this.emit('close'));
  }

  ref(): this {
    this.#life.ref();
    return this;
  }

  unref(): this {
    this.#life.unref();
    return this;
  }
}

/** @see https://nodejs.org/api/fs.html#fswatchfilename-options-listener */
export function watch(path: unknown, given?: unknown, listener?: unknown): FSWatcher {
  const heard = typeof given === 'function' ? given : listener;
  const options = toOptions(given);
  if (options.persistent !== undefined) flag(options, 'persistent');
  if (heard !== undefined && typeof heard !== 'function') throw invalidArgType('listener', 'of type function', heard);
  const signal = toSignal(options);
  const watcher = new FSWatcher();
  watcher._start(path, options);
  if (heard) watcher.on('change', (...event) => Reflect.apply(heard, watcher, event));
  if (signal?.aborted) process.nextTick(() => watcher.close());
  else signal?.addEventListener('abort', () => watcher.close(), { once: true });
  return watcher;
}

/**
 * The same as an async iterator, which ends when it is left and rejects when its signal aborts.
 *
 * @see https://nodejs.org/api/fs.html#fspromiseswatchfilename-options
 */
export async function* watchEvents(path: unknown, given?: unknown): AsyncGenerator<WatchEvent> {
  const options = toOptions(given);
  const signal = toSignal(options);
  if (signal?.aborted) throw abortError(signal);
  const queue: WatchEvent[] = [];
  let wake = () => {};
  const stop = follow(path, options, (event) => {
    queue.push(event);
    wake();
  });
  const life = acquire();
  if (options.persistent === false) life.unref();
  const aborted = () => wake();
  signal?.addEventListener('abort', aborted);
  try {
    while (true) {
      if (signal?.aborted) throw abortError(signal);
      const event = queue.shift();
      if (event) yield event;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stop();
    life.release();
    signal?.removeEventListener('abort', aborted);
  }
}
