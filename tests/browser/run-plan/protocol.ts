import type { Project, Workspace } from '../../../playground/session/types.ts';

/** What the page offers to the test, which calls it from outside. */
export interface Bench {
  open(project: Project, runtimeOrigin: string): void;
  workspace(): Workspace;
  /** All that was printed, a line each, with the name of its process. */
  printed(): readonly string[];
  /** What the preview has seen since it was loaded. */
  seen(): readonly string[];
  /** The names of the processes that run. */
  running(): readonly string[];
}

declare global {
  var bench: Bench | undefined;
}
