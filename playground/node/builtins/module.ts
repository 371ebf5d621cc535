import { codedError } from './net/coded-error.ts';

/** What the module system of this process does for `node:module`. */
export interface ModuleHooks {
  createRequire(from: string | URL): NodeJS.Require | ((specifier: string) => unknown);
  stripTypeScriptTypes(code: string, options?: { readonly sourceUrl?: string }): string;
  isBuiltin(specifier: string): boolean;
  readonly builtinModules: readonly string[];
}

let hooks: ModuleHooks | null = null;

export function installModuleHooks(installed: ModuleHooks): void {
  hooks = installed;
}

function installed(): ModuleHooks {
  if (!hooks) throw new Error('No module system is installed in this process.');
  return hooks;
}

function unavailable(name: string): () => never {
  return () => {
    throw codedError(
      Error,
      'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
      `module.${name} is not available on this machine: modules are linked by the machine itself.`,
    );
  };
}

/** @see https://nodejs.org/api/module.html#modulecreaterequirefilename */
export function createRequire(from: string | URL) {
  return installed().createRequire(from);
}

/** @see https://nodejs.org/api/module.html#moduleisbuiltinmodulename */
export function isBuiltin(name: unknown): boolean {
  return typeof name === 'string' && installed().isBuiltin(name);
}

/** @see https://nodejs.org/api/module.html#modulestriptypescripttypescode-options */
export function stripTypeScriptTypes(code: string, options?: { readonly sourceUrl?: string }): string {
  return installed().stripTypeScriptTypes(code, options);
}

/** Imports read the exports of built-ins as they are now, so there is nothing to bring in line. */
export function syncBuiltinESMExports(): void {}

/** No source maps are kept: types are blanked out, and positions stay. */
export function findSourceMap(): undefined {}

export const register = unavailable('register()');
export const registerHooks = unavailable('registerHooks()');
export const findPackageJSON = unavailable('findPackageJSON()');

/** The constructor is there for `instanceof`; the machine makes its own modules. */
export class Module {
  exports: unknown = {};
  readonly id: string;

  constructor(id = '') {
    this.id = id;
  }
}

const statics = {
  Module,
  get builtinModules() {
    return installed().builtinModules;
  },
  createRequire,
  findPackageJSON,
  findSourceMap,
  isBuiltin,
  register,
  registerHooks,
  stripTypeScriptTypes,
  syncBuiltinESMExports,
};

export default Object.defineProperties(Module, Object.getOwnPropertyDescriptors(statics));
