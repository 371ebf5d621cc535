import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type {
  CheckRunState,
  Command,
  OutputChunk,
  PreviewState,
  ProcessState,
  Project,
  RunState,
  Workspace,
} from '../../playground/session/types.ts';
import { announce } from './announce.ts';
import { LogBuffer } from './log-buffer.ts';
import { describeChecks, describeRun } from './phrases.ts';
import { loadSession } from './session.ts';
import { WireLog } from './wire-log.ts';

export type Action = 'run' | 'check';

/** One workspace as the page shows it. It is there before the session is loaded, and loads it on first use. */
export interface Bench {
  readonly name: string;
  readonly workspace: ReadonlySignal<Workspace | null>;
  /** Whether anything was ever asked of it on this page. */
  readonly asked: ReadonlySignal<boolean>;
  /** Between the wish to run and the moment when `run` tells. */
  readonly opening: ReadonlySignal<boolean>;
  /** From the wish to check until the last result. */
  readonly checking: ReadonlySignal<boolean>;
  readonly run: ReadonlySignal<RunState>;
  readonly checks: ReadonlySignal<CheckRunState>;
  readonly preview: ReadonlySignal<PreviewState>;
  readonly processes: ReadonlySignal<readonly ProcessState[]>;
  /** Typed commands that still run. */
  readonly commands: ReadonlySignal<readonly Command[]>;
  readonly log: LogBuffer;
  readonly wire: WireLog;
  /** Change, once a frame at most, whenever `log` or `wire` did. */
  readonly logVersion: ReadonlySignal<number>;
  readonly wireVersion: ReadonlySignal<number>;
  readonly refusing: ReadonlySignal<boolean>;
  /** The files that the running server was started with; null before the first run. */
  readonly ranFiles: Signal<Project['files'] | null>;
  start(): Promise<void>;
  stop(): Promise<void>;
  restart(): Promise<void>;
  check(): Promise<void>;
  /** Kills a process of the plan, or starts it again when it is gone. */
  toggle(process: ProcessState): Promise<void>;
  /** The edge reads its conf again, as it is in the editor now. */
  reload(): Promise<void>;
  cut(): void;
  refuse(on: boolean): void;
  /** Runs a typed command beside the servers; what it prints is in the log. */
  execute(line: string): Promise<void>;
  /** Logs what something outside of the workspace printed. */
  print(chunk: OutputChunk): void;
  clearLog(): void;
  clearWire(): void;
}

/** How long one look at new output may take, in milliseconds. */
const sliceMs = 8;

/** `work` is done before the version changes; while it says that there is more, it goes on at once. */
function frameTicker(work: () => boolean = () => true): { readonly version: ReadonlySignal<number>; tick(): void } {
  const version = signal(0);
  let scheduled = false;
  return {
    version,
    tick() {
      if (scheduled) return;
      scheduled = true;
      const turn = () => {
        scheduled = !work();
        version.value += 1;
        if (scheduled) setTimeout(turn, 0);
      };
      setTimeout(turn, 33);
    },
  };
}

/** `project` is read anew before each run and check. */
export function createBench(name: string, project: () => Promise<Project>): Bench {
  const workspace = signal<Workspace | null>(null);
  const asked = signal(false);
  const opening = signal(false);
  const checking = signal(false);
  const refusing = signal(false);
  const ranFiles = signal<Project['files'] | null>(null);
  const log = new LogBuffer();
  const wire = new WireLog();
  const logTicker = frameTicker(() => log.settle(performance.now() + sliceMs));
  const wireTicker = frameTicker();
  const run = computed<RunState>(() => workspace.value?.run.value ?? { status: 'stopped' });
  const checks = computed<CheckRunState>(() => workspace.value?.checks.value ?? { status: 'idle' });
  const preview = computed<PreviewState>(() => workspace.value?.preview.value ?? { status: 'blank' });

  const processes = computed(() => workspace.value?.processes.value ?? []);

  const commands = computed(() => workspace.value?.commands.value ?? []);

  function listen(opened: Workspace) {
    let streaming = false;
    opened.onOutput((chunk) => {
      log.enqueue(chunk);
      logTicker.tick();
    });
    opened.onWire((event) => {
      if (event.type === 'listening') streaming = false;
      if (event.type === 'event' && !streaming) {
        streaming = true;
        announce(`First event arrived: ${event.event}`);
      }
      wire.append(event);
      wireTicker.tick();
    });
  }

  async function open(): Promise<Workspace | null> {
    const current = await project();
    const session = await loadSession();
    if (!session) return null;
    const opened = workspace.peek();
    if (opened) {
      opened.write(current.files);
      return opened;
    }
    const fresh = session.open(name, current);
    listen(fresh);
    workspace.value = fresh;
    return fresh;
  }

  async function perform(busy: Signal<boolean>, work: (opened: Workspace) => unknown) {
    if (busy.peek()) return;
    asked.value = true;
    busy.value = true;
    try {
      const opened = await open();
      if (opened) await work(opened);
    } finally {
      busy.value = false;
    }
  }

  async function launch(how: 'start' | 'restart') {
    let running: Promise<RunState> | undefined;
    await perform(opening, async (opened) => {
      ranFiles.value = (await project()).files;
      // A server that never listens must not keep anybody from running the next one: `opening` ends here.
      running = opened[how]();
    });
    await running;
  }

  effect(() => {
    const phrase = describeRun(run.value);
    if (phrase) announce(phrase);
  });
  effect(() => {
    const phrase = describeChecks(checks.value);
    if (phrase) announce(phrase);
  });

  return {
    name,
    workspace,
    asked,
    opening,
    checking,
    run,
    checks,
    preview,
    processes,
    commands,
    log,
    wire,
    logVersion: logTicker.version,
    wireVersion: wireTicker.version,
    refusing,
    ranFiles,
    start: () => {
      refusing.value = false;
      return launch('start');
    },
    stop: async () => {
      await workspace.peek()?.stop();
    },
    restart: () => launch('restart'),
    check: () => perform(checking, (opened) => opened.check()),
    async toggle({ name: process, running }) {
      await workspace.peek()?.[running ? 'kill' : 'revive'](process);
    },
    reload: async () => {
      const opened = await open();
      await opened?.reload();
    },
    cut: () => workspace.peek()?.fault({ type: 'cut', how: 'fin' }),
    refuse(on) {
      refusing.value = on;
      workspace.peek()?.fault({ type: 'refuse', on });
    },
    async execute(line) {
      asked.value = true;
      const opened = await open();
      await opened?.execute(line);
    },
    print(chunk) {
      log.enqueue(chunk);
      logTicker.tick();
    },
    clearLog() {
      log.clear();
      logTicker.tick();
    },
    clearWire() {
      wire.clear();
      wireTicker.tick();
    },
  };
}
