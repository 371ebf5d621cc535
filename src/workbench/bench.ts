import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { EdgeCommand, FaultCommand } from '../../playground/lab/edge/protocol.ts';
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
import { afterFault, type FaultState, healthy } from './faults/fault-state.ts';
import { LogBuffer } from './log-buffer.ts';
import { describeChecks, describeRun } from './phrases.ts';
import { loadSession } from './session.ts';
import type { WireModel } from './wire/wire-model.ts';

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
  /** Null before the first run. */
  readonly wire: ReadonlySignal<WireModel | null>;
  /** Change, once a frame at most, whenever `log` or `wire` did. */
  readonly logVersion: ReadonlySignal<number>;
  readonly wireVersion: ReadonlySignal<number>;
  /** What is broken at the edge, as it says itself. */
  readonly faults: ReadonlySignal<FaultState>;
  /** What the servers are called, by their ports. */
  readonly servers: ReadonlySignal<ReadonlyMap<number, string>>;
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
  fault(command: FaultCommand): void;
  /** Runs a typed command beside the servers; what it prints is in the log. */
  execute(line: string): Promise<void>;
  /** Logs what something outside of the workspace printed. */
  print(chunk: OutputChunk): void;
  clearLog(): void;
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

/** Commands that break nothing. */
function isHousekeeping(command: EdgeCommand): command is Exclude<EdgeCommand, FaultCommand> {
  return command.type === 'tap' || command.type === 'reload' || command.type === 'quit';
}

/** Without the code of the picture, programs run all the same. */
function loadWireModel(): Promise<() => WireModel | null> {
  return import('./wire/wire-model.ts').then(
    ({ WireModel }) =>
      () =>
        new WireModel(),
    () => () => null,
  );
}

function serverNames({ plan }: Project): ReadonlyMap<number, string> {
  const named = plan?.processes.flatMap((each) => (each.kind === 'server' ? [[each.port, each.name] as const] : []));
  return new Map(named);
}

/** `project` is read anew before each run and check. */
export function createBench(name: string, project: () => Promise<Project>): Bench {
  const workspace = signal<Workspace | null>(null);
  const asked = signal(false);
  const opening = signal(false);
  const checking = signal(false);
  const faults = signal(healthy);
  const servers = signal<ReadonlyMap<number, string>>(new Map());
  const ranFiles = signal<Project['files'] | null>(null);
  const log = new LogBuffer();
  const wire = signal<WireModel | null>(null);
  const logTicker = frameTicker(() => log.settle(performance.now() + sliceMs));
  const wireTicker = frameTicker();
  const run = computed<RunState>(() => workspace.value?.run.value ?? { status: 'stopped' });
  const checks = computed<CheckRunState>(() => workspace.value?.checks.value ?? { status: 'idle' });
  const preview = computed<PreviewState>(() => workspace.value?.preview.value ?? { status: 'blank' });

  const processes = computed(() => workspace.value?.processes.value ?? []);

  const commands = computed(() => workspace.value?.commands.value ?? []);

  function listen(opened: Workspace, model: WireModel | null) {
    let streaming = false;
    opened.onOutput((chunk) => {
      log.enqueue(chunk);
      logTicker.tick();
    });
    opened.onWire((event) => {
      if (event.type === 'listening') {
        streaming = false;
        faults.value = healthy;
      }
      if (event.type === 'fault' && !isHousekeeping(event.command)) {
        faults.value = afterFault(faults.value, event.command);
      }
      if (event.type === 'event' && !streaming) {
        streaming = true;
        announce(`First event arrived: ${event.event}`);
      }
      if (model === null) return;
      model.append(event, performance.now());
      wireTicker.tick();
    });
  }

  async function open(): Promise<Workspace | null> {
    const current = await project();
    const [session, createModel] = await Promise.all([loadSession(), loadWireModel()]);
    if (!session) return null;
    servers.value = serverNames(current);
    const opened = workspace.peek();
    if (opened) {
      opened.write(current.files);
      return opened;
    }
    const fresh = session.open(name, current);
    const model = createModel();
    listen(fresh, model);
    wire.value = model;
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
    faults,
    servers,
    ranFiles,
    start: () => launch('start'),
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
    fault: (command) => workspace.peek()?.fault(command),
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
  };
}
