import { invalidArgType } from '../net/coded-error.ts';

export interface Warning extends Error {
  code?: string;
  detail?: string;
}

interface WarningOptions {
  readonly type?: string;
  readonly code?: string;
  readonly detail?: string;
}

/** Makes a warning of what `process.emitWarning` was given. @see https://nodejs.org/api/process.html#processemitwarningwarning-options */
export function toWarning(warning: unknown, type?: string | WarningOptions | (() => void), code?: unknown): Warning {
  if (warning instanceof Error) return warning;
  if (typeof warning !== 'string') {
    throw invalidArgType('warning', 'of type string or an instance of Error', warning);
  }
  const options: WarningOptions =
    typeof type === 'object' ? type : { type: typeof type === 'string' ? type : undefined, code: asString(code) };
  const made: Warning = new Error(warning);
  made.name = options.type ?? 'Warning';
  if (options.code !== undefined) made.code = options.code;
  if (options.detail !== undefined) made.detail = options.detail;
  return made;
}

let explained = false;

/** A warning as Node prints it, with the advice once. */
export function describeWarning(warning: Warning, pid: number): string {
  const code = warning.code === undefined ? '' : `[${warning.code}] `;
  let text = `(node:${pid}) ${code}${warning.name}: ${warning.message}`;
  if (warning.detail !== undefined) text += `\n${warning.detail}`;
  if (!explained) {
    explained = true;
    const flag = warning.name === 'DeprecationWarning' ? '--trace-deprecation' : '--trace-warnings';
    text += `\n(Use \`node ${flag} ...\` to show where the warning was created)`;
  }
  return `${text}\n`;
}

function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
