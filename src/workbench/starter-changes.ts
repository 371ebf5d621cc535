import { type ReadonlySignal, signal } from '@preact/signals';
import type { ProjectFiles } from '../../playground/session/types.ts';

/** Files that the lesson has changed since the reader edited them. */
export interface StarterChanges {
  /** What each such file said when the reader edited it, by its name. */
  readonly outdated: ReadonlySignal<ProjectFiles>;
  /** What is to be stored as a file's base: until the reader has decided, the old one. */
  baseOf(file: string): string | null;
  add(file: string, base: string): void;
  /** The reader knows the file as it is now. */
  settle(file: string): void;
}

export function createStarterChanges(starter: ProjectFiles): StarterChanges {
  const outdated = signal<ProjectFiles>({});
  return {
    outdated,
    baseOf: (file) => outdated.peek()[file] ?? starter[file] ?? null,
    add(file, base) {
      outdated.value = { ...outdated.peek(), [file]: base };
    },
    settle(file) {
      if (!Object.hasOwn(outdated.peek(), file)) return;
      const { [file]: _settled, ...rest } = outdated.peek();
      outdated.value = rest;
    },
  };
}
