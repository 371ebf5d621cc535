import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

/** Where the package inlines its WebAssembly, and where it instantiates it. */
const INLINED = /const bytes = Buffer\.from\('([^']+)', ?'base64'\);/;
const COMPILED = 'const wasmModule = new WebAssembly.Module(bytes);';

/**
 * Takes the WebAssembly out of `@swc/wasm-typescript`, so that the machine compiles its 2.7 MB once and every process
 * gets the compiled module. Throws when the package changes its shape.
 */
export function typeStripper(wasmFile: string): Plugin {
  return {
    name: 'type-stripper',
    setup(build) {
      build.onResolve({ filter: /^virtual:type-stripper$/ }, () => ({ path: 'type-stripper', namespace: 'virtual' }));
      build.onLoad({ filter: /.*/, namespace: 'virtual' }, async () => {
        const source = await readFile(createRequire(import.meta.url).resolve('@swc/wasm-typescript'), 'utf8');
        const inlined = INLINED.exec(source);
        if (!inlined?.[1] || !source.includes(COMPILED)) {
          throw new Error('@swc/wasm-typescript no longer inlines its WebAssembly as this build expects.');
        }
        await writeFile(wasmFile, Buffer.from(inlined[1], 'base64'));
        const code = source.replace(inlined[0], '').replace(COMPILED, '');
        return {
          contents: `export function instantiate(wasmModule) {
            const module = { exports: {} };
            const require = () => globalThis;
            ${code}
            return module.exports;
          }`,
        };
      });
    },
  };
}
