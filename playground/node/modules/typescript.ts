import type { transformSync } from '@swc/wasm-typescript';

export interface TypeStripper {
  readonly transformSync: typeof transformSync;
}

let load: (() => TypeStripper) | null = null;
let loaded: TypeStripper | null = null;

/** Says where the stripper comes from. It is loaded on first use: programs without TypeScript never pay for it. */
export function installTypeStripper(loader: () => TypeStripper): void {
  load = loader;
  loaded = null;
}

function stripper(): TypeStripper {
  if (!loaded) {
    if (!load) throw new Error('No type stripper is installed in this process.');
    loaded = load();
  }
  return loaded;
}

/**
 * Removes types as Node does, with the stripper that Node itself carries: positions stay, and syntax that needs code
 * to be generated (enums, parameter properties, namespaces) is refused.
 *
 * @throws {SyntaxError} with Node's code: `ERR_INVALID_TYPESCRIPT_SYNTAX` or `ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX`;
 * its stack starts with the place, the source line and a caret.
 * @see https://nodejs.org/api/typescript.html#type-stripping
 */
export function stripTypes(source: string, path: string): string {
  try {
    return stripper().transformSync(source, { mode: 'strip-only', filename: path }).code;
  } catch (error) {
    throw toSyntaxError(error, path);
  }
}

interface StripFailure {
  readonly code: string;
  readonly message: string;
  readonly snippet?: string;
  readonly filename?: string;
  readonly startLine?: number;
}

function isStripFailure(error: unknown): error is StripFailure {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}

function toSyntaxError(error: unknown, path: string): unknown {
  if (!isStripFailure(error)) return error;
  const code =
    error.code === 'UnsupportedSyntax' ? 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' : 'ERR_INVALID_TYPESCRIPT_SYNTAX';
  const result = Object.assign(new SyntaxError(error.message), { code });
  result.stack = `${path}:${error.startLine ?? 1}\n${error.snippet ?? ''}\nSyntaxError [${code}]: ${error.message}`;
  return result;
}
