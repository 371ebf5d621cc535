import { type ReadonlySignal, signal } from '@preact/signals-core';
import { splitCommand } from '../node/builtins/child-process/shell.ts';
import type { Booted } from './boot.ts';
import type { Output } from './output.ts';
import { spawnCommand } from './spawned.ts';
import type { Command } from './types.ts';

/** What Node runs, among its arguments. */
const FILE = /^[\w./-]+\.[mc]?[jt]s$/;

/** Commands that a reader types, on the machine that the servers run on. */
export class CommandLine {
  readonly #output: Output;
  readonly #running = signal<readonly Command[]>([]);
  #lastId = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  /** Those that run, in the order in which they were typed. */
  get running(): ReadonlySignal<readonly Command[]> {
    return this.#running;
  }

  /**
   * Runs one command in `folder`, which is relative to the machine's working directory. `ready` puts the files there first.
   * Resolves when it has ended. Never rejects: what goes wrong is told in the output.
   */
  async run(line: string, folder: string, ready: () => Promise<Booted | null>): Promise<void> {
    this.#output.print('console', `$ ${line}\n`);
    const command = splitCommand(line);
    if (command === null) {
      this.#say(
        'There is no shell here: one command a line, without pipes, redirections, variables and patterns.',
        'error',
      );
      return;
    }
    try {
      const booted = await ready();
      if (booted !== null) await this.#spawn(line, folder, command, booted);
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error), 'error');
    }
  }

  async #spawn(
    line: string,
    folder: string,
    { words, env }: NonNullable<ReturnType<typeof splitCommand>>,
    { machine, typescript }: Booted,
  ): Promise<void> {
    const [program = '', ...args] = words;
    const name = this.#name(program, args);
    const process = await spawnCommand(machine, program, {
      args,
      cwd: folder,
      env: { FORCE_COLOR: '1', ...typescript.env, ...env },
      onText: (text) => this.#output.print('console', text, 'out', name),
    });
    const command = {
      id: ++this.#lastId,
      name,
      line,
      kill: async () => {
        await process.kill();
      },
    };
    this.#running.value = [...this.#running.value, command];
    const code = await process.ended;
    this.#running.value = this.#running.value.filter(({ id }) => id !== command.id);
    this.#output.endLine('console', name);
    if (code !== 0) this.#say(`${name} ended with code ${code}`, 'error');
  }

  /** What its lines are known by: of two that run at once, the second is `curl 2`. */
  #name(program: string, args: readonly string[]): string {
    const file = program === 'node' ? args.find((word) => FILE.test(word)) : undefined;
    const base = file?.split('/').at(-1) ?? program;
    const taken = new Set(this.#running.value.map(({ name }) => name));
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base} ${number}`;
    return name;
  }

  #say(line: string, level: 'out' | 'error'): void {
    this.#output.print('console', `${line}\n`, level);
  }
}
