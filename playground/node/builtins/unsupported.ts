import { UNSUPPORTED_MODULES } from './unsupported/described-modules.ts';
import { missingExports, unavailableFunction } from './unsupported/stand-in.ts';

/** Modules of Node's that can be imported but not used. Names that need their `node:` prefix have it. */
export const unsupportedNames: readonly string[] = UNSUPPORTED_MODULES;

const made = new Map<string, object>();

/**
 * Stands in for a module that the machine does not have: the names that real Node exports, plain values as they are.
 * Calling or constructing one throws ERR_FEATURE_UNAVAILABLE_ON_PLATFORM. Undefined for any other name.
 */
export function unsupportedBuiltin(specifier: string): object | undefined {
  const name = UNSUPPORTED_MODULES.find((known) => known === specifier || `node:${known}` === specifier);
  if (name === undefined) return undefined;
  const known = made.get(name);
  if (known) return known;
  const exports = missingExports(name);
  const standIn = name === 'node:test' || name === '_stream_wrap' ? asFunction(name, exports) : exports;
  made.set(name, standIn);
  return standIn;
}

/** Two modules are functions that carry the others. */
function asFunction(name: string, exports: object): object {
  return Object.assign(unavailableFunction(name, ''), exports);
}
