/// <reference lib="webworker" />
/**
 * The first script of a process. It waits as a spare until the kernel hands it a program, then it is that process
 * until it is terminated.
 */
import { instantiate } from 'virtual:type-stripper';
import type { ProcessStart } from '#machine/protocol.ts';
import { installModuleHooks } from './builtins/module.ts';
import { isBuiltin, loadBuiltin } from './builtins/registry.ts';
import { installGlobals } from './globals.ts';
import { KernelSystem } from './kernel-system.ts';
import { CommonJsLoader } from './modules/commonjs.ts';
import { Linker, toPath } from './modules/linker.ts';
import { runProgram } from './modules/entry.ts';
import { installTypeStripper, stripTypes } from './modules/typescript.ts';
import { runCallback, runMain, startProcess } from './process-lifecycle.ts';
import { installPositionMap } from './stack-traces.ts';
import { installSystem } from './system.ts';
import type { FromProcess, ToProcess } from './worker-protocol.ts';

declare const self: DedicatedWorkerGlobalScope;

// Taken before the program runs: afterwards these names are hidden from it.
const postMessage = self.postMessage.bind(self);
const say = (message: FromProcess, transfer: ArrayBuffer[] = []) => postMessage(message, transfer);

let system: KernelSystem | null = null;

self.addEventListener('message', (message: MessageEvent<ToProcess>) => {
  const { data } = message;
  if (data.type === 'prepare') {
    const { typeStripper } = data;
    installTypeStripper(() => instantiate(typeStripper));
    return;
  }
  for (const event of data.events) {
    if (event.event === 'start') begin(event.start);
    else if (system) {
      const kernel = system;
      runCallback(() => kernel.handle(event));
    }
  }
});

say({ type: 'ready' });

function begin(start: ProcessStart): void {
  system = new KernelSystem(start, { post: (requests, transfer) => say({ type: 'requests', requests }, transfer) });
  installSystem(system);
  const { files } = system;
  const commonJs: CommonJsLoader = new CommonJsLoader({
    files,
    isBuiltin,
    loadBuiltin,
    requireModule: (path) => linker.require(path),
  });
  const linker: Linker = new Linker({ files, commonJs, isBuiltin, loadBuiltin });
  installModuleHooks({
    createRequire: (from) => commonJs.createRequire(toPath(String(from))),
    stripTypeScriptTypes: (code, options) => stripTypes(code, options?.sourceUrl ?? ''),
  });
  installPositionMap((url, line, column) =>
    commonJs.has(url) ? commonJs.originalPosition(line, column) : linker.originalPosition(url, line, column),
  );
  installGlobals();
  startProcess();
  system.deliverEarly();
  runMain(() => runProgram(linker, commonJs));
}
