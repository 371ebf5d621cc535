import { join } from 'node:path';
import { Child, describeExit } from './child.ts';
import type { ClientCommand, PageKind, PageState } from './client-protocol.ts';
import type { ClockCommand } from './clock/protocol.ts';
import type { VirtualClock } from './clock/virtual-clock.ts';
import { CheckFailure, type Evidence } from './failure.ts';

const STUCK = 'a loop that never ends, or timers of 0 ms that start each other';

/** Where the learner's client module is, and what holds it. */
export interface ClientHost {
  readonly clock: VirtualClock;
  /** Arguments for `node`: options, and the program that holds it. */
  readonly args: readonly string[];
  /** The answer's folder. */
  readonly folder: string;
}

/** The learner's client module in a process of its own, in a page that follows a script. */
export class HostedModule<State extends PageState> {
  readonly clock: VirtualClock;
  readonly #child: Child;
  readonly #folder: string;
  readonly #isState: (report: PageState) => report is State;

  /** `isState` tells a report of the right page from that of one which has not loaded. */
  constructor({ clock, args, folder }: ClientHost, isState: (report: PageState) => report is State) {
    this.clock = clock;
    this.#folder = folder;
    this.#isState = isState;
    this.#child = new Child({ args, cwd: folder, at: clock.now, seed: clock.nextProcess });
    clock.add(this.#child.follower);
  }

  /** Loads `client.ts`, which exports `name`. Throws a CheckFailure when it cannot be loaded. */
  async load(page: PageKind, name: string): Promise<void> {
    const { follower, exited } = this.#child;
    await Promise.race([follower.news, exited]);
    const file = join(this.#folder, 'client.ts');
    await this.perform({ type: 'load', page, file, name }, `client.ts loads and exports ${name}`);
  }

  /** What the page says; null before it has loaded. */
  get state(): State | null {
    const report = this.#report;
    return report !== null && this.#isState(report) ? report : null;
  }

  /** How many timers of its code wait. */
  get timers(): number {
    return this.#child.follower.timers;
  }

  /** Fails the check when the module threw, ended its process or does not return; `expected` says what it should have done. */
  async perform(command: ClientCommand, expected: string): Promise<void> {
    const perform: ClockCommand = { type: 'perform', command };
    await this.#child.follower.ask(perform);
    this.complain(expected);
  }

  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms);
    this.complain('the timers of the client come to rest');
  }

  /** Lets time pass until `reached()`, or until the module has thrown; for at most `ms`. */
  async wait(reached: () => boolean, ms: number): Promise<void> {
    await this.clock.wait(() => reached() || this.#errors.length > 0, ms);
    this.complain('the timers of the client come to rest');
  }

  complain(expected: string): void {
    const { exit, flooded, follower } = this.#child;
    if (exit || flooded) {
      const seen = flooded
        ? 'client.ts printed more than 4 MB and was stopped'
        : `its process ${exit ? describeExit(exit) : 'ended'}`;
      throw new CheckFailure({ expected, seen });
    }
    if (follower.stuck) throw new CheckFailure({ expected, seen: 'nothing more comes from client.ts', likely: STUCK });
    const [error] = this.#errors;
    if (error !== undefined) throw new CheckFailure({ expected, seen: `client.ts threw ${error}` });
  }

  async dispose(): Promise<void> {
    await this.#child.kill();
  }

  get evidence(): Evidence[] {
    return [
      { title: 'The client, in virtual time', lines: this.#report?.log ?? [] },
      { title: 'client.ts printed', lines: this.#child.output },
    ];
  }

  get #errors(): readonly string[] {
    return this.#report?.errors ?? [];
  }

  get #report(): PageState | null {
    const { report } = this.#child.follower;
    return isPageState(report) ? report : null;
  }
}

function isPageState(report: unknown): report is PageState {
  return typeof report === 'object' && report !== null && 'errors' in report;
}
