import type { InspectOptions } from 'node:util';
import { validateInteger } from './buffer/validate.ts';
import { formatDuration } from './console/duration.ts';
import { drawTable, toTable } from './console/table.ts';
import { codedError, invalidArgType, invalidArgValue } from './net/coded-error.ts';
import { formatWithOptions, inspect } from './util/inspect.ts';
import { wantsColors } from './util/style-text.ts';

/** What a console writes to. */
export interface ConsoleStream {
  write(text: string, done?: (error?: Error | null) => void): unknown;
  isTTY?: boolean;
  listenerCount?(event: 'error'): number;
  once?(event: 'error', listener: () => void): unknown;
  removeListener?(event: 'error', listener: () => void): unknown;
}

export interface ConsoleOptions {
  stdout: ConsoleStream;
  stderr?: ConsoleStream;
  ignoreErrors?: boolean;
  colorMode?: boolean | 'auto';
  inspectOptions?: InspectOptions;
  groupIndentation?: number;
}

interface State {
  readonly streams: () => { readonly stdout: ConsoleStream; readonly stderr: ConsoleStream };
  readonly ignoreErrors: boolean;
  readonly colorMode: boolean | 'auto';
  readonly inspectOptions: InspectOptions;
  readonly indentation: number;
  readonly counts: Map<string, number>;
  readonly timers: Map<string, number>;
  indent: string;
}

type Method = (...args: unknown[]) => unknown;

const ignore = () => {};

/** Prints one text with its newline; a stream that fails stays silent, as a console must not end the program. */
function print(state: State, stream: ConsoleStream, text: string): void {
  const indented = state.indent === '' ? text : state.indent + text.replaceAll('\n', `\n${state.indent}`);
  const line = `${indented}\n`;
  if (!state.ignoreErrors) {
    stream.write(line);
    return;
  }
  stream.once?.('error', ignore);
  try {
    stream.write(line, (error) => {
      // The event comes after this: it must find somebody.
      if (error && stream.listenerCount?.('error') === 0) stream.once?.('error', ignore);
    });
  } catch {
    // A stack overflow inside `write` is no reason to fail either.
  } finally {
    stream.removeListener?.('error', ignore);
  }
}

function inspectOptions(state: State, stream: ConsoleStream): InspectOptions {
  const colors = state.colorMode === 'auto' ? wantsColors(stream) : state.colorMode;
  return { colors, ...state.inspectOptions };
}

function warn(message: string): void {
  process.emitWarning(message);
}

/** The methods of one console, bound to it: programs pass them around as callbacks. */
function consoleMethods(state: State): Record<string, Method> {
  const say = (stream: ConsoleStream, args: readonly unknown[]) => {
    const [only] = args;
    const text =
      args.length === 1 && typeof only === 'string' ? only : formatWithOptions(inspectOptions(state, stream), ...args);
    print(state, stream, text);
  };
  const log = (...args: unknown[]) => say(state.streams().stdout, args);
  const error = (...args: unknown[]) => say(state.streams().stderr, args);
  const group = (...args: unknown[]) => {
    if (args.length > 0) log(...args);
    state.indent += ' '.repeat(state.indentation);
  };
  const elapsed = (label: string, method: string): string | null => {
    const start = state.timers.get(label);
    if (start !== undefined) return formatDuration(performance.now() - start);
    warn(`No such label '${label}' for console.${method}()`);
    return null;
  };
  return {
    log,
    info: (...args) => log(...args),
    debug: (...args) => log(...args),
    warn: (...args) => error(...args),
    error,
    dir: (value, options) => {
      const { stdout } = state.streams();
      const given = typeof options === 'object' ? options : {};
      print(state, stdout, inspect(value, { customInspect: false, ...inspectOptions(state, stdout), ...given }));
    },
    time: (label = 'default') => {
      const name = String(label);
      if (state.timers.has(name)) warn(`Label '${name}' already exists for console.time()`);
      else state.timers.set(name, performance.now());
    },
    timeEnd: (label = 'default') => {
      const name = String(label);
      const time = elapsed(name, 'timeEnd');
      if (time !== null) log('%s: %s', name, time);
      state.timers.delete(name);
    },
    timeLog: (label = 'default', ...data) => {
      const name = String(label);
      const time = elapsed(name, 'timeLog');
      if (time !== null) log('%s: %s', name, time, ...data);
    },
    trace: function trace(...args) {
      const made = new Error(formatWithOptions({}, ...args));
      made.name = 'Trace';
      Error.captureStackTrace?.(made, trace);
      error(made.stack ?? made.message);
    },
    assert: (value, ...args) => {
      if (value) return;
      if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
      else args.unshift('Assertion failed');
      error(...args);
    },
    clear: () => {
      const { stdout } = state.streams();
      if (stdout.isTTY) stdout.write('\x1b[1;1H\x1b[0J');
    },
    count: (label = 'default') => {
      const name = String(label);
      const count = (state.counts.get(name) ?? 0) + 1;
      state.counts.set(name, count);
      log(`${name}: ${count}`);
    },
    countReset: (label = 'default') => {
      const name = String(label);
      if (!state.counts.delete(name)) warn(`Count for '${name}' does not exist`);
    },
    group,
    groupEnd: () => {
      state.indent = state.indent.slice(0, Math.max(0, state.indent.length - state.indentation));
    },
    table: (data, properties) => {
      if (properties !== undefined && !Array.isArray(properties)) {
        throw invalidArgType('properties', 'an instance of Array', properties);
      }
      const table = toTable(data, properties);
      if (table) log(drawTable(table));
      else log(data);
    },
    dirxml: (...args) => log(...args),
    groupCollapsed: (...args) => group(...args),
  };
}

function makeState(options: Partial<ConsoleOptions>): State {
  const { stdout, stderr = stdout, ignoreErrors = true, colorMode = 'auto', groupIndentation = 2 } = options;
  if (!isWritable(stdout)) throw notWritable('stdout');
  if (!isWritable(stderr)) throw notWritable('stderr');
  if (colorMode !== 'auto' && typeof colorMode !== 'boolean') {
    throw invalidArgValue('colorMode', colorMode, "must be one of: 'auto', true, false");
  }
  validateInteger(groupIndentation, 'groupIndentation', 0, 1000);
  return newState(() => ({ stdout, stderr }), {
    ignoreErrors,
    colorMode,
    inspectOptions: options.inspectOptions ?? {},
    indentation: groupIndentation,
  });
}

const isWritable = (stream: unknown): stream is ConsoleStream =>
  typeof stream === 'object' && stream !== null && 'write' in stream && typeof stream.write === 'function';

const notWritable = (name: string) =>
  codedError(TypeError, 'ERR_CONSOLE_WRITABLE_STREAM', `Console expects a writable stream instance for ${name}`);

type Settings = Pick<State, 'ignoreErrors' | 'colorMode' | 'inspectOptions' | 'indentation'>;

const newState = (streams: State['streams'], settings: Settings): State => ({
  ...settings,
  streams,
  counts: new Map(),
  timers: new Map(),
  indent: '',
});

const methodsOf = new WeakMap<object, Record<string, Method>>();

const METHODS = [
  ...['log', 'info', 'debug', 'warn', 'error', 'dir', 'time', 'timeEnd', 'timeLog', 'trace', 'assert', 'clear'],
  ...['count', 'countReset', 'group', 'groupEnd', 'table', 'dirxml', 'groupCollapsed'],
] as const;

/**
 * An old-style constructor: `Console(out)` works without `new`.
 *
 * @see https://nodejs.org/api/console.html#class-console
 */
export function Console(this: object | undefined, ...args: [given?: Partial<ConsoleOptions> | ConsoleStream]): object {
  if (!new.target) return Reflect.construct(Console, args);
  const [given, stderr, ignoreErrors]: unknown[] = args;
  const options = isWritable(given) ? { stdout: given, stderr: stderr ?? given, ignoreErrors } : given;
  const made = this ?? {};
  methodsOf.set(made, consoleMethods(makeState(Object(options))));
  for (const name of METHODS) {
    // A subclass's own method is the one that is bound.
    const method: unknown = Reflect.get(made, name);
    if (typeof method !== 'function') continue;
    const bound = Object.defineProperty(method.bind(made), 'name', { value: name });
    Reflect.set(made, name, bound);
  }
  return tagged(made);
}
Object.assign(Console.prototype, Object.fromEntries(METHODS.map((name) => [name, fromPrototype(name)])));

function fromPrototype(name: string): Method {
  const method = function (this: object, ...args: unknown[]): unknown {
    return methodsOf.get(this)?.[name]?.(...args);
  };
  return Object.defineProperty(method, 'name', { value: name });
}

/** `console.log(console)` names it. */
function tagged(made: object): object {
  return Object.defineProperty(made, Symbol.toStringTag, { value: 'console', writable: true, configurable: true });
}

/** What `require('node:console')` gives: the console of this process, empty until the process has its streams. */
const processConsole: object = {};

/** Gives the process its console, which is the global `console` too. */
export function createConsole(stdout: ConsoleStream, stderr: ConsoleStream): object {
  const state = newState(() => ({ stdout, stderr }), {
    ignoreErrors: true,
    colorMode: 'auto',
    inspectOptions: {},
    indentation: 2,
  });
  return tagged(
    Object.assign(processConsole, consoleMethods(state), {
      Console,
      profile: ignore,
      profileEnd: ignore,
      timeStamp: ignore,
      context: ignore,
      createTask: (_name: string) => ({ run: <Result>(run: () => Result): Result => run() }),
    }),
  );
}

export default processConsole;
