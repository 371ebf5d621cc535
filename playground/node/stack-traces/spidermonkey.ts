import { headOf, LOCATION, type PositionMap } from './frame.ts';
import { captureMore, shownFrames } from './limit.ts';

interface Frame {
  readonly name: string | null;
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

type PrepareStackTrace = (error: unknown, frames: readonly CallSite[]) => unknown;

/** As much of V8's CallSite as packages ask for. @see https://v8.dev/docs/stack-trace-api#customizing-stack-traces */
class CallSite {
  readonly #frame: Frame;

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  getFileName = () => this.#frame.url;
  getLineNumber = () => this.#frame.line;
  getColumnNumber = () => this.#frame.column;
  getFunctionName = () => this.#frame.name;
  getMethodName = () => null;
  getTypeName = () => 'Object';
  getThis = () => undefined;
  getFunction = () => undefined;
  getEvalOrigin = () => undefined;
  getScriptNameOrSourceURL = () => this.#frame.url;
  isNative = () => false;
  isToplevel = () => true;
  isEval = () => false;
  isConstructor = () => false;
  isAsync = () => false;
  toString = () => describe(this.#frame);
}

/** Gives Firefox's errors V8's traces, `Error.captureStackTrace` and `Error.prepareStackTrace` included. */
export function installSpiderMonkeyTraces(map: PositionMap): void {
  const accessor = Object.getOwnPropertyDescriptor(Error.prototype, 'stack');
  const read = accessor?.get;
  const write = accessor?.set;
  if (!read || !write) throw new Error('This engine keeps error.stack where no other does.');

  const prepare = (error: unknown, native: unknown): unknown => {
    const frames = parse(String(native), map);
    const own: unknown = Reflect.get(Error, 'prepareStackTrace');
    if (typeof own === 'function')
      return (own as PrepareStackTrace)(
        error,
        frames.map((frame) => new CallSite(frame)),
      );
    return [headOf(error), ...frames.slice(0, shownFrames()).map((frame) => `    at ${describe(frame)}`)].join('\n');
  };
  Object.defineProperty(Error.prototype, 'stack', {
    configurable: true,
    get(this: Error) {
      const native: unknown = Reflect.apply(read, this, []);
      return native === undefined ? undefined : prepare(this, native);
    },
    set(this: Error, value: unknown) {
      Object.defineProperty(this, 'stack', { value, writable: true, configurable: true });
    },
  });
  Error.captureStackTrace = (target: object, above?: unknown) => {
    const all = String(captureMore(() => Reflect.apply(read, new Error(), [])));
    const native = typeof above === 'function' ? below(all, above.name) : all;
    let stack: unknown;
    Object.defineProperty(target, 'stack', {
      configurable: true,
      get: () => (stack ??= prepare(target, native)),
      set: (value: unknown) => {
        stack = value;
      },
    });
  };
}

/** The frames of those who called the function `name`; all, if it is not among them. */
function below(stack: string, name: string): string {
  const lines = stack.split('\n');
  const index = lines.findIndex((line) => nameOf(line) === name);
  return lines.slice(index + 1).join('\n');
}

function nameOf(line: string): string {
  return line
    .slice(0, Math.max(0, line.indexOf('@')))
    .replace(/^[\w ]+\*/, '')
    .replace(/[/<]+$/, '');
}

/** Lines of `name@url:line:column`; the machine's own are left out. */
function parse(stack: string, map: PositionMap): Frame[] {
  return stack.split('\n').flatMap((text) => {
    const at = text.indexOf('@');
    const [, url, line, column] = LOCATION.exec(text.slice(at + 1)) ?? [];
    if (at === -1 || !url || !line || !column) return [];
    const name = nameOf(text);
    return [{ name: name === '' ? null : name, url, ...map(url, Number(line), Number(column)) }];
  });
}

function describe({ name, url, line, column }: Frame): string {
  return name ? `${name} (${url}:${line}:${column})` : `${url}:${line}:${column}`;
}
