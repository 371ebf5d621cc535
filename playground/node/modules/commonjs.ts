import type { FileTree } from '#machine/files.ts';
import type { Namespace } from './namespace.ts';
import { resolve } from './resolve.ts';
import { readScript, readSource, redirectImports } from './source.ts';

export interface CommonJsModule {
  readonly id: string;
  readonly filename: string;
  readonly path: string;
  exports: unknown;
  loaded: boolean;
  readonly children: CommonJsModule[];
  readonly paths: readonly string[];
  require: Require;
}

export interface Require {
  (specifier: string): unknown;
  resolve(specifier: string): string;
  readonly cache: Record<string, CommonJsModule>;
  main: CommonJsModule | undefined;
}

export type DynamicImport = (
  specifier: unknown,
  options?: { readonly with?: { readonly type?: string } },
) => Promise<Namespace>;

export interface CommonJsHost {
  readonly files: FileTree;
  isBuiltin(specifier: string): boolean;
  loadBuiltin(specifier: string): object;
  /** `require` of an ES module. */
  requireModule(path: string): Namespace;
  /** `import()`. */
  importModule(specifier: string, from: string, type: string | null): Promise<Namespace>;
}

/** How many characters stand before the code in line 1. */
const WRAPPER = '(__load=>function(exports,require,module,__filename,__dirname){';

/** What may be `import()`; only the parser knows. */
const DYNAMIC_IMPORT = /\bimport\s*[(/]/;

/**
 * CommonJS modules.
 *
 * @see https://nodejs.org/api/modules.html
 */
export class CommonJsLoader {
  readonly #host: CommonJsHost;
  readonly #cache: Record<string, CommonJsModule> = Object.create(null);
  #main: CommonJsModule | undefined;

  constructor(host: CommonJsHost) {
    this.#host = host;
  }

  /** The exports of a module by its absolute path, run now if it has not been. */
  load(path: string, main = false): unknown {
    const cached = this.#cache[path];
    if (cached) return cached.exports;
    const source = readSource(this.#host.files, path, null);
    if (source.format === 'module') return this.#host.requireModule(path);
    const module = this.#create(path);
    this.#cache[path] = module;
    if (main) {
      this.#main = module;
      module.require.main = module;
    }
    try {
      if (source.format === 'json') module.exports = parseJson(source.code, path);
      else this.#run(module, source.code);
    } catch (error) {
      delete this.#cache[path];
      throw error;
    }
    module.loaded = true;
    return module.exports;
  }

  /** A `require` function for code in the file `path`. */
  createRequire(path: string): Require {
    const { files } = this.#host;
    const find = (specifier: string) => {
      if (typeof specifier !== 'string') {
        throw Object.assign(
          new TypeError(
            `The "id" argument must be of type string. Received ${specifier === null ? 'null' : `type ${typeof specifier}`}`,
          ),
          { code: 'ERR_INVALID_ARG_TYPE' },
        );
      }
      return this.#host.isBuiltin(specifier) ? specifier : resolve(files, specifier, path, 'require');
    };
    const require = (specifier: string) => {
      const found = find(specifier);
      return this.#host.isBuiltin(found) ? this.#host.loadBuiltin(found) : this.load(found);
    };
    return Object.assign(require, { resolve: find, cache: this.#cache, main: this.#main });
  }

  /** What `import()` is in the file `path`. */
  dynamicImport(path: string): DynamicImport {
    return async (specifier, options) => this.#host.importModule(String(specifier), path, options?.with?.type ?? null);
  }

  /** Columns of line 1 are shifted by the wrapper. */
  originalPosition(line: number, column: number): { line: number; column: number } {
    return line === 1 ? { line, column: Math.max(1, column - WRAPPER.length) } : { line, column };
  }

  has(path: string): boolean {
    return path in this.#cache;
  }

  #create(path: string): CommonJsModule {
    const folder = path.slice(0, path.lastIndexOf('/')) || '/';
    return {
      id: path,
      filename: path,
      path: folder,
      exports: {},
      loaded: false,
      children: [],
      paths: [],
      require: this.createRequire(path),
    };
  }

  #run(module: CommonJsModule, code: string): void {
    const { filename } = module;
    const body = DYNAMIC_IMPORT.test(code) ? redirectImports(code, readScript(code, filename), '__load') : code;
    const run = compile(body, filename)(this.dynamicImport(filename));
    run.call(module.exports, module.exports, module.require, module, module.filename, module.path);
  }
}

type Wrapped = (load: DynamicImport) => (...args: unknown[]) => void;

/** The engine's own parser is a hundred times as fast as ours, which is asked only where a mistake is. */
function compile(code: string, filename: string): Wrapped {
  try {
    // biome-ignore lint/security/noGlobalEval: indirect, in the global scope; running programs is what a process is for.
    return globalThis.eval(`${WRAPPER}${code.replace(/^#!/, '//')}\n})\n//# sourceURL=${filename}`) as Wrapped;
  } catch (error) {
    readScript(code, filename);
    throw error;
  }
}

function parseJson(code: string, path: string): unknown {
  try {
    return JSON.parse(code);
  } catch (error) {
    if (error instanceof Error) error.message = `${path}: ${error.message}`;
    throw error;
  }
}
