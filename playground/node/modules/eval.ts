import { codedError } from '../builtins/net/coded-error.ts';
import process from '../builtins/process.ts';
import type { CommonJsLoader } from './commonjs.ts';
import type { Linker } from './linker.ts';
import { isModule, isScript, readScript, redirectImports } from './source.ts';
import { stripTypes } from './typescript.ts';

export interface Evaluation {
  readonly code: string;
  readonly print: boolean;
  /** `--input-type=module`. */
  readonly module: boolean;
}

/** The name of the code in stack traces, and as `__filename`. */
const NAME = '[eval]';

let evaluated: string | null = null;

/** The code of `node -e`, as it was typed, if `url` names it. */
export function evaluatedCode(url: string): string | null {
  return url === NAME ? evaluated : null;
}

/**
 * Runs code from the command line: a script that sees `require` and its kin as globals, or a module where only that is
 * valid.
 *
 * @see https://nodejs.org/api/cli.html#-e---eval-script
 */
export async function evaluate(given: Evaluation, linker: Linker, commonJs: CommonJsLoader): Promise<void> {
  evaluated = given.code;
  Object.assign(process, { _eval: given.code });
  const path = `${process.cwd()}/${NAME}`;
  const code = withoutTypes(given.code);
  if (given.module || (!isScript(code) && isModule(code))) {
    if (given.print) {
      throw codedError(Error, 'ERR_EVAL_ESM_CANNOT_PRINT', '--print cannot be used with ESM input');
    }
    await null;
    await linker.importText(code, `${process.cwd()}/[eval1]`);
    return;
  }
  const program = readScript(code, NAME, false);
  const module = { id: NAME, filename: path, exports: {}, loaded: false, children: [], paths: [] };
  define({
    __dirname: '.',
    __filename: NAME,
    __load: commonJs.dynamicImport(path),
    exports: module.exports,
    module,
    require: commonJs.createRequire(path),
  });
  const script = redirectImports(code, program, '__load');
  // biome-ignore lint/security/noGlobalEval: indirect, in the global scope; running programs is what a process is for.
  const result: unknown = globalThis.eval(`${script}\n//# sourceURL=${NAME}`);
  if (given.print) console.log(result);
}

function define(members: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
}

/** JavaScript stays as it is; its errors are told as such. */
function withoutTypes(code: string): string {
  if (isScript(code) || isModule(code)) return code;
  try {
    return stripTypes(code, NAME);
  } catch {
    return code;
  }
}
