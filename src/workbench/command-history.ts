import { readPreference, writePreference } from './preferences.ts';

const preference = 'console-history';
const longest = 100;

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Commands that were typed before, and where in them a reader is: as in a shell, Up goes back and Down comes forward. */
export class CommandHistory {
  #commands: readonly string[];
  #place: number;
  /** What was being typed before the way back began. */
  #draft = '';

  constructor(commands: readonly string[] = []) {
    this.#commands = commands;
    this.#place = commands.length;
  }

  /** The history that this browser kept. */
  static restored(): CommandHistory {
    try {
      const kept: unknown = JSON.parse(readPreference(preference) ?? '[]');
      return new CommandHistory(Array.isArray(kept) ? kept.filter(isText) : []);
    } catch {
      return new CommandHistory();
    }
  }

  keep(): void {
    writePreference(preference, JSON.stringify(this.#commands));
  }

  /** A command that runs: the newest. Twice the same in a row is once. */
  add(command: string): void {
    const others = this.#commands.at(-1) === command ? this.#commands.slice(0, -1) : this.#commands;
    this.#commands = [...others, command].slice(-longest);
    this.#place = this.#commands.length;
    this.#draft = '';
  }

  /** The command before the one that is shown; null at the oldest. `current` is what the field shows. */
  back(current: string): string | null {
    if (this.#place === 0) return null;
    if (this.#place === this.#commands.length) this.#draft = current;
    this.#place -= 1;
    return this.#commands[this.#place] ?? null;
  }

  /** The one after it, at last what was being typed; null beyond that. */
  forward(): string | null {
    if (this.#place === this.#commands.length) return null;
    this.#place += 1;
    return this.#commands[this.#place] ?? this.#draft;
  }
}
