import type { FromProcess, ToProcess } from '#node/worker-protocol.ts';
import type { MakeThread, Thread } from './thread.ts';
import type { FromThreadUser, ToThreadUser } from './thread-protocol.ts';

/**
 * Workers that the headless page makes for the machine. In Firefox, where something listens for Workers (developer tools,
 * WebDriver), a Worker that makes another may wait for ever: both wait on one condition, and one is woken (ESR 153). The
 * page never waits.
 */
export class PageThreads {
  readonly #ask: (message: FromThreadUser) => void;
  readonly #made = new Map<number, PromiseWithResolvers<Thread>>();
  readonly #threads = new Map<number, Thread>();
  #last = 0;

  constructor(ask: (message: FromThreadUser) => void) {
    this.#ask = ask;
  }

  readonly make: MakeThread = () => {
    const thread = ++this.#last;
    const made = Promise.withResolvers<Thread>();
    this.#made.set(thread, made);
    this.#ask({ type: 'thread-wanted', thread });
    return made.promise;
  };

  /** What the page says. */
  receive(message: ToThreadUser): void {
    const made = this.#made.get(message.thread);
    this.#made.delete(message.thread);
    if (message.type === 'thread') made?.resolve(this.#adopt(message.thread, message.port));
    else if (made) made.reject(new Error(message.reason));
    else this.#threads.get(message.thread)?.onFailure(message.reason);
  }

  #adopt(number: number, port: MessagePort): Thread {
    const thread: Thread = {
      onMessage: () => {},
      onFailure: () => {},
      post: (message: ToProcess, transfer) => port.postMessage(message, transfer),
      terminate: () => {
        port.close();
        this.#threads.delete(number);
        this.#ask({ type: 'thread-unwanted', thread: number });
      },
    };
    port.onmessage = ({ data }: MessageEvent<FromProcess>) => thread.onMessage(data);
    this.#threads.set(number, thread);
    return thread;
  }
}
