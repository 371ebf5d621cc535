import type { Machine } from './machine.ts';
import { fileTree } from './project-folder.ts';
import type { ProjectFiles } from './types.ts';

/** How a project's TypeScript reaches a Node. */
export interface TypeScriptSupport {
  /** For every process that may load a project's files. */
  readonly env: Readonly<Record<string, string>>;
  prepare(files: ProjectFiles): Promise<ProjectFiles>;
}

/** For a Node that runs TypeScript by itself. */
export const nativeTypeScript: TypeScriptSupport = { env: {}, prepare: async (files) => files };

/** Tells Node that `.ts` files are modules, to be read as they are: they hold JavaScript by then. */
export const STRIPPED_LOADER: ProjectFiles = {
  'loader.mjs': "import { register } from 'node:module';\nregister('./hooks.mjs', import.meta.url);\n",
  'hooks.mjs': `import { readFile } from 'node:fs/promises';

export async function load(url, context, nextLoad) {
  if (!/^file:.*\\.m?ts$/.test(url)) return nextLoad(url, context);
  return { format: 'module', shortCircuit: true, source: await readFile(new URL(url)) };
}
`,
};

const TYPESCRIPT = /\.m?ts$/;

/**
 * For an older Node: projects are mounted with their types removed here, under the same names, so that imports, stack
 * traces and checks need to know nothing of it. Lines keep their numbers.
 */
export async function strippedTypeScript(machine: Machine): Promise<TypeScriptSupport> {
  const { stripTypes } = await import('./strip-types.ts');
  const folder = '.lab/stripped';
  await machine.mount(fileTree(folder, STRIPPED_LOADER));
  return {
    env: { NODE_OPTIONS: `--import=file://${machine.workdir}/${folder}/loader.mjs`, STEADY_STREAM_TYPES: 'stripped' },
    prepare: async (files) =>
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [name, TYPESCRIPT.test(name) ? stripTypes(text, name) : text]),
      ),
  };
}
