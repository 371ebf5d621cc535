/** Node's type stripper without its WebAssembly inlined: the build takes it out, so that it is compiled once for all processes. */
declare module 'virtual:type-stripper' {
  import type { TypeStripper } from './modules/typescript.ts';

  export function instantiate(compiled: WebAssembly.Module): TypeStripper;
}
