import './util/dom-exception.ts';
import './util/web-classes.ts';

import { SIGNAL_NUMBERS } from '#machine/protocol.ts';
import { invalidArgType, invalidArgValue, outOfRange } from './net/coded-error.ts';
import { getCallSites } from './util/call-sites.ts';
import { isDeepStrictEqual } from './util/deep-equal.ts';
import { debuglog, deprecate, inherits } from './util/deprecate.ts';
import { diff } from './util/diff.ts';
import { format, formatWithOptions, inspect, stripVTControlCharacters } from './util/inspect.ts';
import { MIMEParams, MIMEType } from './util/mime.ts';
import { parseArgs } from './util/parse-args.ts';
import { parseEnv } from './util/parse-env.ts';
import { aborted, callbackify, promisify } from './util/promises.ts';
import { styleText } from './util/style-text.ts';
import { SYSTEM_ERRORS } from './util/system-errors.ts';
import types from './util/types.ts';

const { TextDecoder, TextEncoder } = globalThis;
export const debug = debuglog;

/** Lone halves of surrogate pairs become replacement characters. */
export function toUSVString(text: unknown): string {
  return `${text}`.toWellFormed();
}

function systemError(number: unknown): readonly [name: string, message: string] | undefined {
  if (typeof number !== 'number') throw invalidArgType('err', 'of type number', number);
  if (number >= 0 || !Number.isSafeInteger(number)) throw outOfRange('err', 'a negative integer', number);
  return SYSTEM_ERRORS.get(number);
}

/** @see https://nodejs.org/api/util.html#utilgetsystemerrornameerr */
export function getSystemErrorName(number: unknown): string {
  return systemError(number)?.[0] ?? `Unknown system error ${number}`;
}

/** @see https://nodejs.org/api/util.html#utilgetsystemerrormessageerr */
export function getSystemErrorMessage(number: unknown): string {
  return systemError(number)?.[1] ?? `Unknown system error ${number}`;
}

/** @see https://nodejs.org/api/util.html#utilgetsystemerrormap */
export function getSystemErrorMap(): Map<number, [string, string]> {
  return new Map(Array.from(SYSTEM_ERRORS, ([number, [name, message]]) => [number, [name, message]]));
}

export const isArray = deprecate(
  Array.isArray,
  'The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.',
  'DEP0044',
);

export const _extend = deprecate(
  (target: object, source: unknown) =>
    typeof source === 'object' && source !== null ? Object.assign(target, source) : target,
  'The `util._extend` API is deprecated. Please use Object.assign() instead.',
  'DEP0060',
);

/** What a shell reports for a process that a signal ended. */
export function convertProcessSignalToExitCode(signal: unknown): number {
  const names = Object.keys(SIGNAL_NUMBERS);
  const number = Object.entries(SIGNAL_NUMBERS).find(([name]) => name === signal)?.[1];
  if (number !== undefined) return 128 + number;
  throw invalidArgValue('signalCode', signal, `must be one of: ${names.map((name) => `'${name}'`).join(', ')}`);
}

export function _errnoException(number: number, syscall: string, original?: string): Error {
  const code = getSystemErrorName(number);
  const message = original ? `${syscall} ${code} ${original}` : `${syscall} ${code}`;
  return Object.assign(new Error(message), { errno: number, code, syscall });
}

export function _exceptionWithHostPort(
  number: number,
  syscall: string,
  address: string,
  port?: number,
  additional?: string,
): Error {
  const code = getSystemErrorName(number);
  const details = `${port && port > 0 ? ` ${address}:${port}` : ` ${address}`}${additional ? ` - Local (${additional})` : ''}`;
  const error = Object.assign(new Error(`${syscall} ${code}${details}`), { errno: number, code, syscall, address });
  return port ? Object.assign(error, { port }) : error;
}

/** A signal that can be sent to a worker: here any can be used, none can be sent. */
export const transferableAbortSignal = (signal: AbortSignal): AbortSignal => signal;
export const transferableAbortController = (): AbortController => new AbortController();

export {
  aborted,
  callbackify,
  debuglog,
  deprecate,
  diff,
  format,
  formatWithOptions,
  getCallSites,
  inherits,
  inspect,
  isDeepStrictEqual,
  MIMEParams,
  MIMEType,
  parseArgs,
  parseEnv,
  promisify,
  stripVTControlCharacters,
  styleText,
  TextDecoder,
  TextEncoder,
  types,
};

export default {
  _errnoException,
  _exceptionWithHostPort,
  _extend,
  callbackify,
  convertProcessSignalToExitCode,
  debug,
  debuglog,
  deprecate,
  format,
  styleText,
  formatWithOptions,
  getCallSites,
  getSystemErrorMap,
  getSystemErrorName,
  getSystemErrorMessage,
  inherits,
  inspect,
  isArray,
  isDeepStrictEqual,
  promisify,
  stripVTControlCharacters,
  toUSVString,
  transferableAbortSignal,
  transferableAbortController,
  aborted,
  types,
  parseEnv,
  parseArgs,
  TextDecoder,
  TextEncoder,
  MIMEType,
  MIMEParams,
  diff,
};
