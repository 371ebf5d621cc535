import type { FromProcess, ToProcess } from '#node/worker-protocol.ts';
import type { MakeThread, Thread } from './thread.ts';
import type { FromThreadUser, ToThreadUser } from './thread-protocol.ts';

/** A Worker that the page has made. */
interface Blank {
  readonly number: number;
  readonly port: MessagePort;
}

/**
 * Workers that the headless page makes for the machine. In Firefox, where something listens for Workers (developer tools,
 * WebDriver), a Worker that makes another may wait for ever: both wait on one condition, and one is woken (ESR 153). The
 * page never waits. But while a preview does not return, the page does nothing either: so `ahead` Workers are made before
 * they are needed, blank ones, which cost little.
 */
export class PageThreads {
  readonly #ask: (message: FromThreadUser) => void;
  readonly #script: Promise<string>;
  readonly #blanks: Blank[] = [];
  readonly #waiting: ((blank: Blank) => void)[] = [];
  readonly #threads = new Map<number, Thread>();

  /** `script` is the source text of a process. */
  constructor(ask: (message: FromThreadUser) => void, ahead: number, script: Promise<string>) {
    this.#ask = ask;
    this.#script = script;
    for (let count = 0; count < ahead; count++) ask({ type: 'thread-wanted' });
  }

  readonly make: MakeThread = async () => {
    this.#ask({ type: 'thread-wanted' });
    const blank = this.#blanks.shift() ?? (await new Promise<Blank>((resolve) => this.#waiting.push(resolve)));
    const thread = this.#adopt(blank);
    blank.port.postMessage(await this.#script);
    return thread;
  };

  /** What the page says. */
  receive(message: ToThreadUser): void {
    if (message.type === 'thread-failed') {
      this.#threads.get(message.thread)?.onFailure(message.reason);
      return;
    }
    const blank = { number: message.thread, port: message.port };
    const waiting = this.#waiting.shift();
    if (waiting) waiting(blank);
    else this.#blanks.push(blank);
  }

  #adopt({ number, port }: Blank): Thread {
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
