import type { FileTree } from '#machine/files.ts';
import type { CommonJsLoader } from './commonjs.ts';
import { compileModule, type ImportedBinding, type ModuleSource } from './es-module.ts';
import { type Namespace, namespaceOf, newNamespace, sortNames } from './namespace.ts';
import { resolve } from './resolve.ts';
import { moduleSource, readSource, type Source } from './source.ts';

type Getters = Record<string, () => unknown>;
type Body = Generator<void, void, void> | AsyncGenerator<void, void, void>;

/** A module of the graph. Modules that are not ES modules have no source: they are evaluated as a whole. */
interface ModuleRecord {
  readonly url: string;
  readonly namespace: Namespace;
  readonly source: ModuleSource | null;
  readonly evaluateForeign: (() => void) | null;
  dependencies: readonly ModuleRecord[];
  body: Body | null;
  state: 'unlinked' | 'linked' | 'evaluating' | 'evaluated';
  evaluation: Promise<void> | null;
  failure: { readonly error: unknown } | null;
}

export interface LinkerHost {
  readonly files: FileTree;
  readonly commonJs: CommonJsLoader;
  isBuiltin(specifier: string): boolean;
  loadBuiltin(specifier: string): object;
}

/**
 * Loads, links and evaluates ES modules, as ECMA-262 §16.2.1.6 describes it: all are parsed and bound before the first
 * one runs, so a missing file or export stops the program before it did anything.
 */
export class Linker {
  readonly #host: LinkerHost;
  readonly #records = new Map<string, ModuleRecord>();

  constructor(host: LinkerHost) {
    this.#host = host;
  }

  /** Imports a module by its file URL or path. Rejects with what its evaluation threw. */
  async import(specifier: string, from: string, type: string | null = null): Promise<Namespace> {
    const record = this.#load(specifier, from, type);
    this.#bind(record);
    await this.#evaluate(record);
    return record.namespace;
  }

  /** Imports code that is in no file, as the module `path`. */
  async importText(code: string, path: string): Promise<Namespace> {
    const record = this.#fromSource(path, toFileUrl(path), moduleSource(code, path));
    this.#bind(record);
    await this.#evaluate(record);
    return record.namespace;
  }

  /** `require` of an ES module: the same without waiting. Throws ERR_REQUIRE_ASYNC_MODULE where it would have to. */
  require(path: string): Namespace {
    const record = this.#load(path, path, null);
    this.#bind(record);
    if (this.#isAsync(record, new Set())) {
      throw Object.assign(new Error(`require() cannot be used on an ESM graph with top-level await: ${path}`), {
        code: 'ERR_REQUIRE_ASYNC_MODULE',
      });
    }
    this.#evaluateSync(record);
    return record.namespace;
  }

  /** Where a place in compiled code is in the program's own file. */
  originalPosition(url: string, line: number, column: number): { line: number; column: number } {
    return this.#records.get(url)?.source?.originalPosition(line, column) ?? { line, column };
  }

  #load(specifier: string, from: string, type: string | null): ModuleRecord {
    if (this.#host.isBuiltin(specifier)) return this.#builtin(specifier);
    const path = resolve(this.#host.files, specifier, from, 'import');
    const url = toFileUrl(path);
    const known = this.#records.get(url);
    if (known) return known;
    return this.#fromSource(path, url, readSource(this.#host.files, path, type));
  }

  #fromSource(path: string, url: string, source: Source): ModuleRecord {
    if (source.format !== 'module') {
      const namespace: Namespace = newNamespace();
      return this.#add({
        ...emptyRecord(url, namespace),
        evaluateForeign: () => {
          Object.assign(namespace, namespaceOf(this.#host.commonJs.load(path)));
        },
      });
    }
    const record: ModuleRecord = {
      ...emptyRecord(url, newNamespace()),
      source: compileModule(source.code, url, source.program),
    };
    this.#add(record);
    record.dependencies = record.source!.requests.map((request) => this.#load(request.specifier, path, request.type));
    return record;
  }

  #builtin(specifier: string): ModuleRecord {
    const name = specifier.startsWith('node:') ? specifier : `node:${specifier}`;
    const known = this.#records.get(name);
    if (known) return known;
    return this.#add({
      ...emptyRecord(name, namespaceOf(this.#host.loadBuiltin(specifier))),
      state: 'evaluated',
    });
  }

  #add(record: ModuleRecord): ModuleRecord {
    this.#records.set(record.url, record);
    return record;
  }

  /** Instantiates the graph below a record, then checks that each imported name exists. */
  #bind(root: ModuleRecord): void {
    const fresh: ModuleRecord[] = [];
    const visit = (record: ModuleRecord) => {
      if (record.state !== 'unlinked') return;
      record.state = 'linked';
      if (record.source) {
        this.#instantiate(record, record.source);
        fresh.push(record);
      }
      record.dependencies.forEach(visit);
    };
    visit(root);
    for (const record of fresh) this.#bindReExports(record);
    for (const record of fresh) sortNames(record.namespace);
    for (const record of fresh) for (const binding of record.source!.imports) this.#requireExport(record, binding);
  }

  #instantiate(record: ModuleRecord, source: ModuleSource): void {
    const define = (getters: Getters) => {
      for (const [name, get] of Object.entries(getters)) defineExport(record.namespace, name, get);
    };
    const path = toPath(record.url);
    const meta = Object.assign(Object.create(null), {
      dirname: path.slice(0, path.lastIndexOf('/')) || '/',
      filename: path,
      main: false,
      resolve: (specifier: string) =>
        this.#host.isBuiltin(specifier) ? specifier : toFileUrl(resolve(this.#host.files, specifier, path, 'import')),
      url: record.url,
    });
    // biome-ignore lint/security/noGlobalEval: indirect, in the global scope; running programs is what a process is for.
    const factory = globalThis.eval(source.code) as (...args: unknown[]) => Body;
    const load = async (specifier: unknown, options?: { with?: { type?: string } }) =>
      this.import(String(specifier), path, options?.with?.type ?? null);
    record.body = factory(define, meta, load, ...record.dependencies.map((dependency) => dependency.namespace));
    // A rejection here would be a bug: nothing of the program runs before the first yield.
    void record.body.next();
  }

  #bindReExports(record: ModuleRecord): void {
    const { indirectExports, starExports } = record.source!;
    for (const [name, binding] of indirectExports) {
      const from = record.dependencies[binding.request]!.namespace;
      defineExport(record.namespace, name, () => (binding.imported === '*' ? from : from[binding.imported]));
    }
    for (const request of starExports) this.#bindStar(record, record.dependencies[request]!, new Set([record]));
  }

  /** `export *` leaves out `default` and names that the module exports itself. */
  #bindStar(record: ModuleRecord, from: ModuleRecord, seen: Set<ModuleRecord>): void {
    if (seen.has(from)) return;
    seen.add(from);
    for (const name of Object.keys(from.namespace)) {
      if (name !== 'default' && !(name in record.namespace)) {
        defineExport(record.namespace, name, () => from.namespace[name]);
      }
    }
    for (const request of from.source?.starExports ?? []) this.#bindStar(record, from.dependencies[request]!, seen);
  }

  #requireExport(record: ModuleRecord, binding: ImportedBinding): void {
    const from = record.dependencies[binding.request]!;
    // The exports of a CommonJS module are known only when it has run.
    if (from.evaluateForeign || binding.imported === '*' || binding.imported in from.namespace) return;
    throw missingExport(record, binding);
  }

  async #evaluate(record: ModuleRecord): Promise<void> {
    if (!this.#isAsync(record, new Set())) return this.#evaluateSync(record);
    if (record.failure) throw record.failure.error;
    record.evaluation ??= this.#evaluateAsync(record);
    return record.evaluation;
  }

  async #evaluateAsync(record: ModuleRecord): Promise<void> {
    if (record.state === 'evaluated') return;
    record.state = 'evaluating';
    for (const dependency of record.dependencies) {
      if (dependency.state !== 'evaluating') await this.#evaluate(dependency);
    }
    try {
      this.#runForeign(record);
      await record.body?.next();
    } catch (error) {
      record.failure = { error };
      throw error;
    } finally {
      record.state = 'evaluated';
    }
  }

  #evaluateSync(record: ModuleRecord): void {
    if (record.failure) throw record.failure.error;
    if (record.state !== 'linked') return;
    record.state = 'evaluating';
    try {
      for (const dependency of record.dependencies) this.#evaluateSync(dependency);
      this.#runForeign(record);
      void record.body?.next();
    } catch (error) {
      record.failure = { error };
      throw error;
    } finally {
      record.state = 'evaluated';
    }
  }

  #runForeign(record: ModuleRecord): void {
    record.evaluateForeign?.();
    for (const binding of record.source?.imports ?? []) {
      const from = record.dependencies[binding.request]!;
      const missing = from.evaluateForeign && binding.imported !== '*' && !(binding.imported in from.namespace);
      if (missing) throw missingExport(record, binding);
    }
  }

  #isAsync(record: ModuleRecord, seen: Set<ModuleRecord>): boolean {
    if (seen.has(record) || record.state === 'evaluated') return false;
    seen.add(record);
    return (
      record.source?.hasTopLevelAwait === true ||
      record.dependencies.some((dependency) => this.#isAsync(dependency, seen))
    );
  }
}

function emptyRecord(url: string, namespace: Namespace): ModuleRecord {
  return {
    url,
    namespace,
    source: null,
    evaluateForeign: null,
    dependencies: [],
    body: null,
    state: 'unlinked',
    evaluation: null,
    failure: null,
  };
}

function defineExport(namespace: Namespace, name: string, get: () => unknown): void {
  Object.defineProperty(namespace, name, { get, enumerable: true, configurable: true });
}

function missingExport(record: ModuleRecord, binding: ImportedBinding): SyntaxError {
  const specifier = record.source!.requests[binding.request]!.specifier;
  const error = new SyntaxError(
    `The requested module '${specifier}' does not provide an export named '${binding.imported}'`,
  );
  error.stack = `${record.url}:${binding.line}\n\nSyntaxError: ${error.message}`;
  return error;
}

export function toFileUrl(path: string): string {
  return `file://${path.split('/').map(encodeURIComponent).join('/')}`;
}

export function toPath(url: string): string {
  return url.startsWith('file:') ? decodeURIComponent(new URL(url).pathname) : url;
}
