import { ChildChannel } from './builtins/process/ipc.ts';
import { receiveSignal } from './builtins/process/signals.ts';
import process, { uncaughtExceptionCapture } from './builtins/process.ts';
import { describeFatalError } from './fatal-error.ts';
import type { KernelSystem } from './kernel-system.ts';
import { runCallback, startProcess } from './process-lifecycle.ts';
import { ProcessExit } from './system.ts';
import { unhandledRejection } from './unhandled-rejections.ts';

type Origin = 'uncaughtException' | 'unhandledRejection';

/** Node's exit code for a main module whose top-level await never settled. */
const UNSETTLED_TOP_LEVEL_AWAIT = 13;

/** Node's exit code for an 'uncaughtException' listener that threw. */
const HANDLER_THREW = 7;

/** Connects the process object to the kernel and to the browser's own events. Called once, before the program runs. */
export function connectProcess(system: KernelSystem, scope: DedicatedWorkerGlobalScope): void {
  const channel = system.start.ipc ? openChannel() : null;
  system.parent = {
    input: (bytes) => process.stdin._receive(bytes),
    signal: (signal) => receiveSignal(process, signal),
    message: (message) => channel?.received(message),
    disconnected: () => channel?.closed(),
  };
  startProcess({
    uncaught: (error) => onUncaught(system, error, 'uncaughtException'),
    beforeExit: () => void process.emit('beforeExit', process.exitCode ?? 0),
    finished(mainWaits) {
      if (mainWaits) process.stderr.write(`Warning: Detected unsettled top-level await at ${process.argv[1] ?? ''}\n`);
      process.exit(process.exitCode ?? (mainWaits ? UNSETTLED_TOP_LEVEL_AWAIT : 0));
    },
    iterated: () => system.flush(),
  });
  scope.addEventListener('error', (event) => {
    event.preventDefault();
    runCallback(() => {
      throw event.error;
    });
  });
  scope.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    runCallback(() => {
      if (process.listenerCount('unhandledRejection') > 0) {
        process.emit('unhandledRejection', event.reason, event.promise);
      } else {
        onUncaught(system, unhandledRejection(event.reason), 'unhandledRejection');
      }
    });
  });
  scope.addEventListener('rejectionhandled', ({ promise }) => {
    runCallback(() => void process.emit('rejectionHandled', promise));
  });
}

function openChannel(): ChildChannel {
  const mode = process.env.NODE_CHANNEL_SERIALIZATION_MODE === 'advanced' ? 'advanced' : 'json';
  const channel = new ChildChannel(process, mode);
  Object.defineProperties(process, {
    channel: { value: channel, configurable: true, enumerable: true },
    connected: { get: () => channel.connected, configurable: true, enumerable: true },
    send: { value: channel.send.bind(channel), configurable: true, enumerable: true },
    disconnect: { value: channel.disconnect.bind(channel), configurable: true, enumerable: true },
  });
  return channel;
}

function isHandled(error: unknown, origin: Origin): boolean {
  process.emit('uncaughtExceptionMonitor', error, origin);
  const capture = uncaughtExceptionCapture();
  if (capture) capture(error);
  else if (process.listenerCount('uncaughtException') === 0) return false;
  else process.emit('uncaughtException', error, origin);
  return true;
}

function onUncaught(system: KernelSystem, error: unknown, origin: Origin): void {
  try {
    if (isHandled(error, origin)) return;
  } catch (thrown) {
    if (thrown instanceof ProcessExit) throw thrown;
    process.stderr.write(describeFatalError(thrown, system.files));
    process.reallyExit(HANDLER_THREW);
  }
  process.exitCode = 1;
  try {
    process._sayExit();
  } catch (thrown) {
    // What an 'exit' listener throws then is of no interest; that it ends the process at once is.
    if (thrown instanceof ProcessExit) throw thrown;
  }
  process.stderr.write(describeFatalError(error, system.files));
  process.reallyExit();
}
