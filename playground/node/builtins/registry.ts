import async_hooks from './async_hooks.ts';
import buffer from './buffer.ts';
import child_process from './child-process.ts';
import events from './events.ts';
import http from './http.ts';
import https from './https.ts';
import module from './module.ts';
import net from './net.ts';
import process from './process.ts';
import stream from './stream.ts';
import timersPromises from './timers/promises.ts';
import timers from './timers.ts';
import { unsupportedBuiltin, unsupportedNames } from './unsupported.ts';

/** What `require` gives for each built-in. @see https://nodejs.org/api/modules.html#built-in-modules */
const BUILTINS: Readonly<Record<string, object>> = {
  async_hooks,
  buffer,
  child_process,
  events,
  http,
  https,
  module,
  net,
  process,
  stream,
  timers,
  'timers/promises': timersPromises,
};

/** The names of all that can be imported, as `module.builtinModules` has them. */
export const builtinNames: readonly string[] = [...Object.keys(BUILTINS), ...unsupportedNames].sort();

const known = new Set(builtinNames);

/** Whether a specifier names a built-in. Some exist with their `node:` prefix alone. */
export function isBuiltin(specifier: string): boolean {
  return known.has(specifier) || (specifier.startsWith('node:') && known.has(specifier.slice('node:'.length)));
}

/** The exports of a built-in. Throws for a name that {@link isBuiltin} does not know. */
export function loadBuiltin(specifier: string): object {
  const exports = BUILTINS[specifier.replace(/^node:/, '')] ?? unsupportedBuiltin(specifier);
  if (!exports) throw new Error(`No such built-in module: ${specifier}`);
  return exports;
}
