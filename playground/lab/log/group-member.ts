import type { Joined, Synced } from './group.ts';

/** A way of sharing partitions, and what a member wants to tell the leader for it. */
export interface Protocol {
  readonly name: string;
  readonly metadata: Buffer;
}

export interface Member {
  readonly id: string;
  readonly protocols: readonly Protocol[];
  /** Milliseconds without a sign of life after which it is out. */
  readonly sessionTimeout: number;
  /** Milliseconds that it may take to join again. */
  readonly rebalanceTimeout: number;
  assignment: Buffer;
  /** Answers the join that waits for everybody else; null when none does. */
  join: ((joined: Joined) => void) | null;
  /** Answers the sync that waits for the leader; null when none does. */
  sync: ((synced: Synced) => void) | null;
  timer: NodeJS.Timeout | null;
}
