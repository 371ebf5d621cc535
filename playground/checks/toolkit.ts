import type { CheckTools } from './check.ts';
import type { ToolClock } from './clock/clock.ts';
import type { EventStream } from './event-stream.ts';
import type { Evidence } from './failure.ts';

/** Something that a check has started. */
export interface Resource {
  readonly evidence: readonly Evidence[];
  /** What a check has opened on it. */
  readonly streams?: readonly EventStream[];
  /** Why it went wrong by itself, when it did: that explains whatever failed after. */
  readonly crash?: string | null;
  dispose(): Promise<void>;
}

/** The tools for one check, and what they made. */
export interface Toolkit {
  readonly tools: CheckTools;
  readonly clock: ToolClock;
  readonly resources: readonly Resource[];
}

/** Makes fresh tools for each check. */
export type ToolkitMaker = () => Toolkit;
