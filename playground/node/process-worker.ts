/// <reference lib="webworker" />
/**
 * The first script of a process. It waits as a spare until the kernel hands it a program, then it is that process
 * until it is terminated.
 */
import { instantiate } from 'virtual:type-stripper';
import type { ProcessStart } from '#machine/protocol.ts';
import { installModuleHooks } from './builtins/module.ts';
import process from './builtins/process.ts';
import { builtinNames, isBuiltin, loadBuiltin } from './builtins/registry.ts';
import { queueEvent, wake } from './event-loop.ts';
import { installGlobals } from './globals.ts';
import { KernelSystem } from './kernel-system.ts';
import { CommonJsLoader } from './modules/commonjs.ts';
import { runProgram } from './modules/entry.ts';
import { Linker, toPath } from './modules/linker.ts';
import { installTypeStripper, stripTypes } from './modules/typescript.ts';
import { runMain } from './process-lifecycle.ts';
import { connectProcess } from './process-start.ts';
import { curl } from './programs/curl.ts';
import { installStackTraces } from './stack-traces/install.ts';
import { installSystem } from './system.ts';
import type { FromProcess, ToProcess } from './worker-protocol.ts';

declare const self: DedicatedWorkerGlobalScope;

// Taken before the program runs: afterwards these names are hidden from it.
const scope = self;
let say = (message: FromProcess, transfer: ArrayBuffer[] = []) => postMessage(message, transfer);
const postMessage = scope.postMessage.bind(scope);

let system: KernelSystem | null = null;

function receive({ data }: MessageEvent<ToProcess>): void {
  if (data.type === 'connect') {
    const { port } = data;
    port.onmessage = receive;
    say = (message, transfer = []) => port.postMessage(message, transfer);
    say({ type: 'ready' });
    return;
  }
  if (data.type === 'prepare') {
    const { typeStripper } = data;
    installTypeStripper(() => instantiate(typeStripper));
    return;
  }
  for (const event of data.events) {
    if (event.event === 'start') begin(event.start);
    else if (system) queueEvent(system.handle.bind(system, event));
  }
}

scope.addEventListener('message', receive);
say({ type: 'ready' });

function begin(start: ProcessStart): void {
  system = new KernelSystem(start, {
    post: (requests, transfer) => say({ type: 'requests', requests }, transfer),
    waiting: wake,
  });
  installSystem(system);
  const { files } = system;
  const commonJs: CommonJsLoader = new CommonJsLoader({
    files,
    isBuiltin,
    loadBuiltin,
    requireModule: (path) => linker.require(path),
    importModule: (specifier, from, type) => linker.import(specifier, from, type),
  });
  const linker: Linker = new Linker({ files, commonJs, isBuiltin, loadBuiltin });
  installModuleHooks({
    createRequire: (from) => commonJs.createRequire(toPath(String(from))),
    stripTypeScriptTypes: (code, options) => stripTypes(code, options?.sourceUrl ?? ''),
    isBuiltin,
    builtinModules: builtinNames,
  });
  process.getBuiltinModule = (id) => (isBuiltin(id) ? loadBuiltin(id) : undefined);
  installStackTraces((url, line, column) =>
    commonJs.has(url) ? commonJs.originalPosition(line, column) : linker.originalPosition(url, line, column),
  );
  connectProcess(system, scope);
  installGlobals();
  system.deliverEarly();
  const isCurl = /(^|\/)curl$/.test(start.command);
  runMain(() => (isCurl ? curl(start.args) : runProgram(linker, commonJs)));
}
