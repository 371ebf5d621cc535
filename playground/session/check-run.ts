import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { CheckEvent } from '../checks/protocol.ts';
import { ControlLineDecoder } from '../lab/control-lines.ts';
import type { Booted } from './boot.ts';
import { fileTree, ProjectFolder } from './project-folder.ts';
import { type Spawned, spawnNode } from './spawned.ts';
import type { CheckRunState, Project } from './types.ts';

/** A runner gives each check 12 s: one that says nothing for so long hangs. Milliseconds. */
const SILENCE_LIMIT_MS = 20_000;

/** The runner keeps what servers print to itself: so much text means that it has lost its mind. UTF-16 code units. */
const TEXT_LIMIT = 1_000_000;

/** The checks of one workspace: one run at a time, in a folder of its own, so that the running server is left alone. */
export class CheckRun {
  readonly #state = signal<CheckRunState>({ status: 'idle' });
  readonly #name: string;
  readonly #print: (text: string) => void;
  #folder: ProjectFolder | null = null;
  #mounted: string | null = null;
  #running: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;

  /** `name` is the workspace's; `print` takes what the checks print besides their results. */
  constructor(name: string, print: (text: string) => void) {
    this.#name = name;
    this.#print = print;
  }

  get state(): ReadonlySignal<CheckRunState> {
    return this.#state;
  }

  /**
   * Runs the checks against the project as it is now; a run that is still going is given up for it. `boot` resolves to
   * null when there is no machine. Never rejects.
   */
  async run(project: Project, boot: () => Promise<Booted | null>): Promise<void> {
    const before = this.#running;
    const stop = new AbortController();
    before?.stop.abort();
    this.#state.value = { status: 'running', plan: [], current: null, results: [] };
    const done = (async () => {
      await before?.done;
      try {
        await this.#run(project, boot, stop.signal);
      } catch (error) {
        if (!stop.signal.aborted) this.#break(error instanceof Error ? error.message : String(error));
      }
    })();
    this.#running = { stop, done };
    await done;
  }

  cancel(): void {
    if (this.#state.value.status !== 'running') return;
    this.#running?.stop.abort();
    this.#state.value = { status: 'idle' };
  }

  #break(reason: string): void {
    this.#state.value = { status: 'broken', reason };
  }

  async #run(project: Project, boot: () => Promise<Booted | null>, stop: AbortSignal): Promise<void> {
    const booted = await boot();
    if (stop.aborted) return;
    if (booted === null) return this.#break('There is no machine to run them on.');
    if (project.checks === null) return this.#break('This project has none.');
    const program = `.lab/checks/${this.#name}.cjs`;
    const [source, files] = await Promise.all([
      booted.programs.text(project.checks),
      booted.typescript.prepare(project.files),
      mountNeeds(project, booted),
    ]);
    this.#folder ??= new ProjectFolder(booted.machine, `.checks/${this.#name}`);
    await this.#folder.write(files);
    if (this.#mounted !== project.checks) await booted.machine.mount(fileTree('', { [program]: source }));
    this.#mounted = project.checks;
    if (stop.aborted) return;
    const watch = new RunWatch(this.#state, this.#print);
    const runner = await spawnNode(booted.machine, {
      args: [program, '--dir', this.#folder.path, '--entry', project.entry, '--control', watch.nonce],
      env: booted.typescript.env,
      onText: (text) => {
        if (!stop.aborted) watch.push(text);
      },
    });
    await watch.attend(runner, stop);
  }
}

/** What the checks start beside the learner's code is what Run starts. */
async function mountNeeds({ plan }: Project, { lab }: Booted): Promise<void> {
  const programs = (plan?.processes ?? []).flatMap((process) => (process.kind === 'lab' ? [process.lab] : []));
  await Promise.all([...programs.map((name) => lab.program(name)), lab.packages(plan?.packages ?? [])]);
}

/** Follows one runner's output until it is done, dead or beyond help. */
class RunWatch {
  readonly nonce = crypto.randomUUID();
  readonly #state: { value: CheckRunState };
  readonly #print: (text: string) => void;
  readonly #decoder = new ControlLineDecoder(this.nonce);
  /** Settles before the runner has ended: with null once it has said all, else with what is wrong with it. */
  readonly #verdict = Promise.withResolvers<string | null>();
  #silence: ReturnType<typeof setTimeout> | undefined;
  #printed = 0;

  constructor(state: { value: CheckRunState }, print: (text: string) => void) {
    this.#state = state;
    this.#print = print;
  }

  push(chunk: string): void {
    this.#expectMore();
    const { messages, text } = this.#decoder.push(chunk);
    for (const message of messages) if (isCheckEvent(message)) this.#follow(message);
    this.#printed += text.length;
    if (this.#printed > TEXT_LIMIT) this.#verdict.resolve('They printed far too much and were stopped.');
    else if (text !== '') this.#print(text);
  }

  /** Resolves when the runner is gone. */
  async attend(runner: Spawned, stop: AbortSignal): Promise<void> {
    this.#expectMore();
    const stopped = new Promise<null>((resolve) => {
      if (stop.aborted) resolve(null);
      stop.addEventListener('abort', () => resolve(null), { once: true });
    });
    const end = await Promise.race([
      this.#verdict.promise,
      runner.ended.then((code) => `They ended before they were done, with code ${code}. Output may say why.`),
      stopped,
    ]);
    clearTimeout(this.#silence);
    await runner.kill();
    if (end !== null && !stop.aborted && this.#state.value.status === 'running') {
      this.#state.value = { status: 'broken', reason: end };
    }
  }

  #expectMore(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(
      () => this.#verdict.resolve(`Nothing was heard of them for ${SILENCE_LIMIT_MS / 1000} s, so they were stopped.`),
      SILENCE_LIMIT_MS,
    );
  }

  #follow(event: CheckEvent): void {
    const state = this.#state.value;
    if (state.status !== 'running') return;
    switch (event.type) {
      case 'plan':
        this.#state.value = { ...state, plan: event.checks };
        break;
      case 'started':
        this.#state.value = { ...state, current: event.id };
        break;
      case 'result': {
        const results = [...state.results, event.result];
        this.#state.value = { ...state, results, current: state.current === event.result.id ? null : state.current };
        break;
      }
      case 'summary': {
        const { passed, failed, durationMs } = event;
        this.#state.value = {
          status: 'finished',
          plan: state.plan,
          results: state.results,
          passed,
          failed,
          durationMs,
        };
        this.#verdict.resolve(null);
      }
    }
  }
}

const EVENT_TYPES: ReadonlySet<unknown> = new Set<CheckEvent['type']>(['plan', 'started', 'result', 'summary']);

/** The nonce vouches for the sender. */
function isCheckEvent(message: unknown): message is CheckEvent {
  return typeof message === 'object' && message !== null && 'type' in message && EVENT_TYPES.has(message.type);
}
