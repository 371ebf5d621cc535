import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  ChecksError,
  type FolderAnswer,
  type Grade,
  RUNNER_OPTIONS,
  runnerEnvironment,
  summarize,
  withAnswer,
} from './grade.ts';
import type { CheckEvent } from './protocol.ts';

const PROGRAM = fileURLToPath(new URL('grader-main.ts', import.meta.url));

export interface GraderRequest {
  readonly dir: string;
  readonly only: readonly string[] | undefined;
}

export type GraderReply =
  | { readonly type: 'event'; readonly event: CheckEvent }
  | { readonly type: 'done' }
  /** The checks do not run. */
  | { readonly type: 'broken'; readonly reason: string };

/**
 * Grades many answers to one exercise, one after the other, in one process: to start the runner takes as long as to run a
 * check. Each check still has processes, folders and a clock of its own.
 */
export class Grader {
  readonly #exercise: string;
  readonly #process: ChildProcess;
  readonly #exited: Promise<number | null>;
  #output = '';

  /** `exercise` is the folder with `checks.ts`. */
  constructor(exercise: string) {
    this.#exercise = exercise;
    this.#process = spawn(process.execPath, [...RUNNER_OPTIONS, PROGRAM, exercise], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: runnerEnvironment(),
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.#output += chunk;
      });
    }
    this.#exited = new Promise((resolve) => {
      this.#process.on('close', resolve);
      this.#process.on('error', (error) => {
        this.#output += String(error);
        resolve(null);
      });
    });
  }

  /** One at a time. Throws a ChecksError when the checks do not run. */
  grade({ layers, only }: FolderAnswer & { readonly only?: readonly string[] }): Promise<Grade> {
    return withAnswer(layers, (dir) => this.#run({ dir, only }));
  }

  /** Resolves once the process is gone. */
  async close(): Promise<void> {
    this.#process.kill();
    await this.#exited;
  }

  async #run(request: GraderRequest): Promise<Grade> {
    const events: CheckEvent[] = [];
    const broken = Promise.withResolvers<string | null>();
    const receive = (message: unknown) => {
      const reply = message as GraderReply;
      if (reply.type === 'event') events.push(reply.event);
      else broken.resolve(reply.type === 'broken' ? reply.reason : null);
    };
    this.#process.on('message', receive);
    if (this.#process.connected) this.#process.send(request, () => {});
    const dead = this.#exited.then(() => null);
    const reason = await Promise.race([broken.promise, dead]);
    this.#process.off('message', receive);
    const report = summarize(events);
    if (report) return report;
    const code = this.#process.exitCode;
    throw new ChecksError(this.#exercise, code, reason ?? this.#output);
  }
}
