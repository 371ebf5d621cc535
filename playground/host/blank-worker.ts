/// <reference lib="webworker" />
/**
 * A Worker that is nothing yet. What it shall be comes over a port as source text: while a page of its process does not
 * return, Firefox loads no script, but evaluates one.
 */
import type { ToProcess } from '#node/worker-protocol.ts';

declare const self: DedicatedWorkerGlobalScope;

self.onmessage = ({ data: port }: MessageEvent<MessagePort>) => {
  self.onmessage = null;
  port.onmessage = ({ data: source }: MessageEvent<string>) => {
    port.onmessage = null;
    new Function(source)();
    self.dispatchEvent(new MessageEvent('message', { data: { type: 'connect', port } satisfies ToProcess }));
  };
};
