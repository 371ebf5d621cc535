import type { Scene } from './scene.ts';

/** What a check run prints, one control line each (see ../lab/control-lines.ts), and what a page or the CLI shows. */

export type CheckStatus = 'passed' | 'failed' | 'skipped';

export interface CheckDescription {
  readonly id: string;
  /** What a good answer does, in words a learner understands. */
  readonly title: string;
  /** Shown after a failed try. */
  readonly hint: string;
  /** The heading (its anchor) of the lesson that explains it. */
  readonly section: string;
}

export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly status: CheckStatus;
  /** Empty when passed. Else what was expected, what was seen on the wire, and the likely cause. */
  readonly message: string;
  readonly durationMs: number;
  /** What its streams carried, when it failed and had some. */
  readonly scene?: Scene;
}

export type CheckEvent =
  | { readonly type: 'plan'; readonly exercise: string; readonly checks: readonly CheckDescription[] }
  | { readonly type: 'started'; readonly id: string }
  | { readonly type: 'result'; readonly result: CheckResult }
  | {
      readonly type: 'summary';
      readonly passed: number;
      readonly failed: number;
      readonly skipped: number;
      readonly durationMs: number;
    };
