import { unavailableClass, unavailableFunction } from './stand-in.ts';

/** What modules that the machine has otherwise do not have, by module. */
const REST: Readonly<Record<string, readonly string[]>> = {
  assert: ['Assert', 'CallTracker'],
  'assert/strict': ['Assert', 'CallTracker'],
  http: ['setGlobalProxyFromEnv'],
  module: [
    'enableCompileCache',
    'flushCompileCache',
    'getCompileCacheDir',
    'getSourceMapsSupport',
    'runMain',
    'setSourceMapsSupport',
    'SourceMap',
  ],
  net: ['BoundSocket'],
  process: [
    'execve',
    'initgroups',
    'openStdin',
    'setegid',
    'seteuid',
    'setgid',
    'setgroups',
    'setuid',
    'threadCpuUsage',
  ],
  'stream/web': ['ReadableStreamTee'],
  util: ['setTraceSigInt'],
};

type Refable = { ref?(): void; unref?(): void };

/** The rest that is plain. */
const VALUES: Readonly<Record<string, object>> = {
  module: {
    constants: { compileCacheStatus: { FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 } },
    globalPaths: [],
  },
  process: {
    finalization: {
      register: unavailableFunction('process', 'finalization.register'),
      registerBeforeExit: unavailableFunction('process', 'finalization.registerBeforeExit'),
      unregister: unavailableFunction('process', 'finalization.unregister'),
    },
    ref: (value: Refable) => value.ref?.(),
    sourceMapsEnabled: false,
    unref: (value: Refable) => value.unref?.(),
  },
};

/** Gives a module the names that it lacks, which cannot be used. What it has stays. */
export function completeExports<Exports extends object>(module: string, exports: Exports): Exports {
  for (const name of REST[module] ?? []) {
    if (name in exports) continue;
    const value = /^[A-Z]/.test(name) ? unavailableClass(module, name) : unavailableFunction(module, name);
    Object.defineProperty(exports, name, { value, writable: true, configurable: true, enumerable: true });
  }
  for (const [name, value] of Object.entries(VALUES[module] ?? {})) {
    if (!(name in exports))
      Object.defineProperty(exports, name, { value, writable: true, configurable: true, enumerable: true });
  }
  return exports;
}
