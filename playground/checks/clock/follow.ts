import { seededRandom } from '../seeded-random.ts';
import { watchNetwork } from './network-watch.ts';
import { comeToRest, ProcessClock } from './process-clock.ts';
import {
  CLOCK_VARIABLE,
  type ClockCommand,
  type ClockRequest,
  type ClockStart,
  type ProcessMessage,
} from './protocol.ts';

/** A program of the runner's own, in the process that it runs in. */
export interface OwnProgram {
  perform(command: unknown): Promise<void>;
  /** Resolves once it can say what it has seen: some of that comes from other threads, in real time. */
  settled(): Promise<void>;
  /** What the runner gets to see. */
  report(): unknown;
  /** Grows with everything that changes the report. */
  readonly version: number;
}

/**
 * Puts this process on the runner's clock, and makes its `Math.random` repeat itself from run to run. Does nothing when
 * the runner did not start it. Returns the clock, whose time a
 * program of the runner's own may want to know.
 */
export function followRunner(own: ((now: () => number) => OwnProgram) | null = null): void {
  const start = process.env[CLOCK_VARIABLE];
  const send = process.send?.bind(process);
  if (start === undefined || !send) return;
  // The channel is the runner's: to the learner's code this is a process like any other.
  delete process.env[CLOCK_VARIABLE];
  delete process.send;
  const say = (message: ProcessMessage) => send(message);

  // Two pipes would bring their lines in any order.
  process.stderr.write = process.stdout.write.bind(process.stdout);
  const { at, seed }: ClockStart = JSON.parse(start);
  const clock = new ProcessClock(at);
  // Chance would give the same answer another message each time.
  Math.random = seededRandom(seed);
  const network = watchNetwork((port) => say({ type: 'listening', port }));
  const program = own?.(() => clock.now) ?? null;

  const obey = async (command: ClockCommand): Promise<void> => {
    switch (command.type) {
      case 'state':
        return;
      case 'set':
        clock.set(command.at);
        return;
      case 'run': {
        const before = program?.version;
        await clock.run(
          command.until,
          () => network.connections.changed || network.busy || program?.version !== before,
        );
        return;
      }
      case 'perform':
        await program?.perform(command.command);
        return;
    }
  };
  process.on('exit', () => say({ type: 'exiting', at: clock.now }));
  let queue = Promise.resolve();
  process.on('message', ({ number, command }: ClockRequest) => {
    queue = queue.then(async () => {
      await obey(command);
      await comeToRest();
      await program?.settled();
      say({
        type: 'state',
        state: {
          number,
          now: clock.now,
          next: clock.next,
          timers: clock.timers,
          connections: network.connections.changes(),
          busy: network.busy,
          runaway: clock.runaway,
          report: program?.report() ?? null,
        },
      });
    });
  });
  // Whoever cancels the checks ends the runner, and means all that it started.
  process.on('disconnect', () => process.exit(1));
  if (!own) liveAsLongAsTimers(clock);
  say({ type: 'hello' });
}

/** To the event loop the channel counts for nothing, and a timer of this clock for what a real one would. */
function liveAsLongAsTimers(clock: ProcessClock): void {
  process.channel?.unref();
  process.on('beforeExit', () => {
    if (clock.keepsAlive) process.channel?.ref();
  });
  process.on('message', () => process.channel?.unref());
}
