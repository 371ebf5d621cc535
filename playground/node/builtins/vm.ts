import { invalidArgType } from './net/coded-error.ts';
import { missingExports, unavailable } from './unsupported/stand-in.ts';

interface ScriptOptions {
  filename?: string;
}

/** Names the code in stack traces. */
function named(code: string, options: ScriptOptions | string | undefined): string {
  const filename = typeof options === 'string' ? options : options?.filename;
  return filename === undefined ? code : `${code}\n//# sourceURL=${filename}`;
}

/** Evaluates in the global scope, which is what calling `eval` by another name does. */
// biome-ignore lint/security/noGlobalEval: running code that the program gives is what this module is for.
const evaluate = globalThis.eval;

/** @see https://nodejs.org/api/vm.html#class-vmscript */
class Script {
  readonly #code: string;

  /** Throws a SyntaxError for code that cannot be parsed. */
  constructor(code: string, options?: ScriptOptions | string) {
    this.#code = named(String(code), options);
    // The body of a function that nobody calls is parsed, and not run.
    new Function(this.#code);
  }

  runInThisContext(_options?: object): unknown {
    return evaluate(this.#code);
  }

  runInContext(): never {
    throw unavailable('vm', 'Script.runInContext');
  }

  runInNewContext(): never {
    throw unavailable('vm', 'Script.runInNewContext');
  }
}

/** @see https://nodejs.org/api/vm.html#vmruninthiscontextcode-options */
function runInThisContext(code: string, options?: ScriptOptions | string): unknown {
  return evaluate(named(String(code), options));
}

/** @see https://nodejs.org/api/vm.html#vmcompilefunctioncode-params-options */
function compileFunction(code: string, params: readonly string[] = [], options?: ScriptOptions): unknown {
  if (typeof code !== 'string') throw invalidArgType('code', 'of type string', code);
  return new Function(...params, named(code, options));
}

function isContext(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) throw invalidArgType('object', 'of type object', value);
  return false;
}

const own = { compileFunction, isContext, runInThisContext, Script };

/** There is one global object in a process, so there are no contexts. @see https://nodejs.org/api/vm.html */
export default { ...own, ...missingExports('vm', own) };
