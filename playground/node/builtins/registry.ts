import assertStrict from './assert/strict.ts';
import assert from './assert.ts';
import async_hooks from './async_hooks.ts';
import buffer from './buffer.ts';
import child_process from './child-process.ts';
import console from './console.ts';
import constants from './constants.ts';
import crypto from './crypto.ts';
import diagnostics_channel from './diagnostics_channel.ts';
import dnsPromises from './dns/promises.ts';
import dns from './dns.ts';
import events from './events.ts';
import fsPromises from './fs/promises.ts';
import fs from './fs.ts';
import http from './http.ts';
import https from './https.ts';
import module from './module.ts';
import net from './net.ts';
import os from './os.ts';
import posix from './path/posix.ts';
import win32 from './path/win32.ts';
import path from './path.ts';
import perf_hooks from './perf_hooks.ts';
import process from './process.ts';
import punycode from './punycode.ts';
import querystring from './querystring.ts';
import readlinePromises from './readline/promises.ts';
import readline from './readline.ts';
import streamConsumers from './stream/consumers.ts';
import streamPromises from './stream/promises.ts';
import streamWeb from './stream/web.ts';
import stream from './stream.ts';
import string_decoder from './string_decoder.ts';
import timersPromises from './timers/promises.ts';
import timers from './timers.ts';
import tty from './tty.ts';
import { completeExports } from './unsupported/rest.ts';
import { unsupportedBuiltin, unsupportedNames } from './unsupported.ts';
import url from './url.ts';
import types from './util/types.ts';
import util from './util.ts';
import v8 from './v8.ts';
import vm from './vm.ts';
import { CloseEvent, WebSocket } from './web-socket.ts';
import worker_threads from './worker_threads.ts';
import zlib from './zlib.ts';

/** What `require` gives for each built-in. @see https://nodejs.org/api/modules.html#built-in-modules */
const BUILTINS: Readonly<Record<string, object>> = {
  assert,
  'assert/strict': assertStrict,
  async_hooks,
  buffer,
  child_process,
  console,
  constants,
  crypto,
  diagnostics_channel,
  dns,
  'dns/promises': dnsPromises,
  events,
  fs,
  'fs/promises': fsPromises,
  http,
  https,
  module,
  net,
  os,
  path,
  'path/posix': posix,
  'path/win32': win32,
  perf_hooks,
  process,
  punycode,
  querystring,
  readline,
  'readline/promises': readlinePromises,
  stream,
  'stream/consumers': streamConsumers,
  'stream/promises': streamPromises,
  'stream/web': streamWeb,
  string_decoder,
  timers,
  sys: util,
  'timers/promises': timersPromises,
  tty,
  url,
  util,
  'util/types': types,
  _stream_duplex: stream.Duplex,
  _stream_passthrough: stream.PassThrough,
  _stream_readable: stream.Readable,
  _stream_transform: stream.Transform,
  _stream_writable: stream.Writable,
  v8,
  vm,
  worker_threads,
  zlib,
};

/** The names of all that can be imported, as `module.builtinModules` has them. */
export const builtinNames: readonly string[] = [...Object.keys(BUILTINS), ...unsupportedNames].sort();

const known = new Set(builtinNames);

/** Whether a specifier names a built-in. Some exist with their `node:` prefix alone. */
export function isBuiltin(specifier: string): boolean {
  return known.has(specifier) || (specifier.startsWith('node:') && known.has(specifier.slice('node:'.length)));
}

Object.assign(http, { CloseEvent, MessageEvent: globalThis.MessageEvent, WebSocket });
for (const [name, exports] of Object.entries(BUILTINS)) completeExports(name, exports);

/** The exports of a built-in. Throws for a name that {@link isBuiltin} does not know. */
export function loadBuiltin(specifier: string): object {
  const exports = BUILTINS[specifier.replace(/^node:/, '')] ?? unsupportedBuiltin(specifier);
  if (!exports) throw new Error(`No such built-in module: ${specifier}`);
  return exports;
}
