import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Script } from 'node:vm';

const scripts = new Map<string, Script>();

const cacheOf = (file: string) => `${file}.v8`;

/**
 * Runs the CommonJS module in `file` as `module`, with the bytecode that the rehearsal kept. Node's own compile cache keeps
 * a file before it runs, without the functions that V8 compiles once they are called.
 * https://nodejs.org/api/vm.html#scriptcreatecacheddata
 */
export function runCompiled(module: NodeJS.Module, file: string): void {
  const cache = cacheOf(file);
  const script = new Script(`(function (exports, require, module) {${readFileSync(file, 'latin1')}\n})`, {
    // What a stack trace shows.
    filename: module.filename,
    ...(existsSync(cache) ? { cachedData: readFileSync(cache) } : {}),
  });
  scripts.set(file, script);
  script.runInThisContext()(module.exports, module.require.bind(module), module);
}

/** Keeps what was compiled until now for the processes to come. */
export function keepCompiled(): void {
  for (const [file, script] of scripts) writeFileSync(cacheOf(file), script.createCachedData());
}
