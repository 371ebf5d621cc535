import { normalizePath } from '#machine/files.ts';
import { queueEvent } from '../../event-loop.ts';
import { acquire, type Handle } from '../../liveness.ts';
import { system } from '../../system.ts';
import { EventEmitter } from '../events.ts';
import { invalidArgType } from '../net/coded-error.ts';
import { type Options, toOptions, toPath } from './arguments.ts';
import { absentFacts, BigIntStats, factsOf, type NodeFacts, Stats } from './stats.ts';

/**
 * What `watchFile` gives. Node asks for the file's state again and again; here the tree tells when it changes, so a
 * listener hears of it at once and the interval does nothing.
 *
 * @see https://nodejs.org/api/fs.html#class-fsstatwatcher
 */
class StatWatcher extends EventEmitter {
  readonly #life: Handle = acquire();
  readonly #path: string;
  readonly #bigint: boolean;
  readonly #unwatch: () => void;
  #previous: NodeFacts;
  #asked = false;

  constructor(path: string, options: Options) {
    super();
    this.#path = path;
    this.#bigint = options.bigint === true;
    this.#previous = this.#facts();
    if (options.persistent === false) this.#life.unref();
    this.#unwatch = system().files.watch((_event, changed) => {
      if (changed === path || path.startsWith(`${changed}/`)) this.#compareSoon();
    });
    if (this.#previous === absentFacts) queueEvent(() => this.#tell(absentFacts, absentFacts));
  }

  stop(): void {
    this.#unwatch();
    this.#life.release();
    this.removeAllListeners();
  }

  ref(): this {
    this.#life.ref();
    return this;
  }

  unref(): this {
    this.#life.unref();
    return this;
  }

  #facts(): NodeFacts {
    const node = system().files.find(this.#path);
    return node ? factsOf(node) : absentFacts;
  }

  #compareSoon(): void {
    if (this.#asked) return;
    this.#asked = true;
    queueEvent(() => {
      this.#asked = false;
      const previous = this.#previous;
      this.#previous = this.#facts();
      this.#tell(this.#previous, previous);
    });
  }

  #tell(now: NodeFacts, before: NodeFacts): void {
    const [current, previous] = [now, before].map((facts) =>
      this.#bigint ? new BigIntStats(facts) : new Stats(facts),
    );
    this.emit('change', current, previous);
  }
}

const watchers = new Map<string, StatWatcher>();

/** @see https://nodejs.org/api/fs.html#fswatchfilefilename-options-listener */
export function watchFile(path: unknown, given?: unknown, listener?: unknown): StatWatcher {
  const absolute = normalizePath(toPath(path, 'filename').absolute);
  const heard = typeof given === 'function' ? given : listener;
  if (typeof heard !== 'function') throw invalidArgType('listener', 'of type function', heard);
  const options = toOptions(given);
  if (options.interval !== undefined && typeof options.interval !== 'number') {
    throw invalidArgType('interval', 'of type number', options.interval);
  }
  const watcher = watchers.get(absolute) ?? new StatWatcher(absolute, options);
  watchers.set(absolute, watcher);
  watcher.addListener('change', heard as (...states: unknown[]) => void);
  return watcher;
}

/** @see https://nodejs.org/api/fs.html#fsunwatchfilefilename-listener */
export function unwatchFile(path: unknown, listener?: (...states: unknown[]) => void): void {
  const absolute = normalizePath(toPath(path, 'filename').absolute);
  const watcher = watchers.get(absolute);
  if (!watcher) return;
  if (listener) watcher.removeListener('change', listener);
  else watcher.removeAllListeners('change');
  if (watcher.listenerCount('change') > 0) return;
  watcher.stop();
  watchers.delete(absolute);
}
