/** Options that load a module before the program. @see https://nodejs.org/api/cli.html#--importmodule */
const PRELOADS: Readonly<Record<string, 'import' | 'require'>> = {
  '--import': 'import',
  '--require': 'require',
  '-r': 'require',
};

/** Options whose value is code. `-p` and its kin print what it is. @see https://nodejs.org/api/cli.html#-e---eval-script */
const EVALS: Readonly<Record<string, { readonly print: boolean }>> = {
  '-e': { print: false },
  '--eval': { print: false },
  '-p': { print: true },
  '-pe': { print: true },
  '--print': { print: true },
};

/** Options that change nothing here: types are always stripped, warnings about it never shown. */
const IGNORED_OPTIONS = /^--(no-warnings|experimental-strip-types|enable-source-maps|trace-uncaught|trace-warnings)$/;

export interface Preload {
  readonly specifier: string;
  readonly kind: 'import' | 'require';
}

export type Task =
  | { readonly kind: 'run'; readonly file: string }
  | { readonly kind: 'check'; readonly file: string }
  | { readonly kind: 'eval'; readonly code: string; readonly print: boolean; readonly module: boolean }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly problem: string };

export interface CommandLine {
  readonly task: Task;
  readonly preloads: readonly Preload[];
  /** `process.execArgv`. */
  readonly options: readonly string[];
  /** The program's own arguments. */
  readonly rest: readonly string[];
}

/**
 * Reads `node [options] file [arguments]`, `node -e code` and the like. Node's own options end at the program's file.
 *
 * @see https://nodejs.org/api/cli.html
 */
export function readCommandLine(args: readonly string[]): CommandLine {
  const rest = [...args];
  const preloads: Preload[] = [];
  let code: { readonly text: string; readonly print: boolean } | null = null;
  let checks = false;
  let module = false;
  const end = (task: Task) => ({
    task,
    preloads,
    options: args.slice(0, args.length - rest.length).filter((word) => word !== '--'),
    rest,
  });

  for (let word = rest[0]; word?.startsWith('-') && word !== '-'; word = rest[0]) {
    rest.shift();
    if (word === '--') break;
    const [name = '', value] = word.startsWith('--') ? word.split(/=(.*)/s) : [word];
    const kind = PRELOADS[name];
    const evaluation = EVALS[name];
    if (kind) {
      const specifier = value ?? rest.shift();
      if (specifier === undefined) return end({ kind: 'wrong', problem: `${name} requires an argument` });
      preloads.push({ specifier, kind });
    } else if (evaluation) {
      const text = value ?? rest.shift();
      // Without an expression `-p` prints what there is: nothing.
      if (text === undefined && !evaluation.print) {
        return end({ kind: 'wrong', problem: `${name} requires an argument` });
      }
      code = { text: text ?? '', print: evaluation.print };
    } else if (name === '-c' || name === '--check') checks = true;
    else if (name === '-v' || name === '--version') return end({ kind: 'version' });
    else if (name === '--input-type') module = value === 'module';
    else if (!IGNORED_OPTIONS.test(word)) return end({ kind: 'wrong', problem: `bad option: ${word}` });
  }
  if (code) return end({ kind: 'eval', code: code.text, print: code.print, module });
  const options = end({ kind: 'version' }).options;
  const file = rest.shift();
  if (file === undefined) return end({ kind: 'wrong', problem: 'there is no interactive prompt on this machine' });
  return { task: { kind: checks ? 'check' : 'run', file }, preloads, options, rest };
}
