import { headOf, LOCATION, type PositionMap, SHOWN_FRAMES } from './frame.ts';

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
    return [headOf(error), ...frames.slice(0, SHOWN_FRAMES).map((frame) => `    at ${describe(frame)}`)].join('\n');
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
  Error.captureStackTrace = (target: object) => {
    const native: unknown = Reflect.apply(read, new Error(), []);
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

/** Lines of `name@url:line:column`; the machine's own are left out. */
function parse(stack: string, map: PositionMap): Frame[] {
  return stack.split('\n').flatMap((text) => {
    const at = text.indexOf('@');
    const [, url, line, column] = LOCATION.exec(text.slice(at + 1)) ?? [];
    if (at === -1 || !url || !line || !column) return [];
    const name = text
      .slice(0, at)
      .replace(/^[\w ]+\*/, '')
      .replace(/[/<]+$/, '');
    return [{ name: name === '' ? null : name, url, ...map(url, Number(line), Number(column)) }];
  });
}

function describe({ name, url, line, column }: Frame): string {
  return name ? `${name} (${url}:${line}:${column})` : `${url}:${line}:${column}`;
}
