import type { KernelEvent, ProcessRequest } from '#machine/protocol.ts';

/** To a process Worker. `connect` comes first where somebody else than the machine made it: all else then goes over the port. The compiled type stripper comes first, once; then the kernel's events, `start` before all. */
export type ToProcess =
  | { readonly type: 'connect'; readonly port: MessagePort }
  | { readonly type: 'prepare'; readonly typeStripper: WebAssembly.Module }
  | { readonly type: 'events'; readonly events: readonly KernelEvent[] };

/** From a process Worker. `ready` says that its script has loaded and it may be given a program. */
export type FromProcess =
  | { readonly type: 'ready' }
  | { readonly type: 'requests'; readonly requests: readonly ProcessRequest[] };
