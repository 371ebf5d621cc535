import type { Check } from './check.ts';
import { CheckFailure, describeFailure } from './failure.ts';
import type { CheckEvent, CheckResult } from './protocol.ts';
import { sceneOf } from './scene.ts';
import type { Toolkit, ToolkitMaker } from './toolkit.ts';
import { Unavailable } from './unavailable.ts';

export interface RunOptions {
  readonly exercise: string;
  readonly makeTools: ToolkitMaker;
  /** How many checks run at a time. */
  readonly parallel: number;
  /** How long a check may take, in real milliseconds. */
  readonly limitMs: number;
  /** All checks meet the same server, which keeps what they did to it. */
  readonly sharedServer: boolean;
  readonly emit: (event: CheckEvent) => void;
}

/** More than any check needs: something is far too fast. */
const MANY_STEPS = 1_000;

/** Runs the checks against one answer, each with tools of its own, and resolves to the number that failed. */
export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<number> {
  const { exercise, emit, sharedServer } = options;
  const startedAt = performance.now();
  emit({
    type: 'plan',
    exercise,
    checks: checks.map(({ id, title, hint, section }) => ({ id, title, hint, section })),
  });
  const results: CheckResult[] = [];
  const queue = (sharedServer ? lastOnesLast(checks) : checks).values();
  let endedBy: string | null = null;
  const worker = async () => {
    for (const check of queue) {
      emit({ type: 'started', id: check.id });
      const result =
        endedBy === null
          ? await runCheck(check, options)
          : skipped(check, `needs a fresh server: ${endedBy} has ended this one`);
      if (sharedServer && check.endsServer && result.status !== 'skipped') endedBy = check.id;
      results.push(result);
      emit({ type: 'result', result });
    }
  };
  await Promise.all(Array.from({ length: options.parallel }, worker));
  const count = (status: CheckResult['status']) => results.filter((result) => result.status === status).length;
  emit({
    type: 'summary',
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    durationMs: Math.round(performance.now() - startedAt),
  });
  return count('failed');
}

function lastOnesLast(checks: readonly Check[]): readonly Check[] {
  return [...checks.filter((check) => !check.endsServer), ...checks.filter((check) => check.endsServer)];
}

async function runCheck(check: Check, { makeTools, limitMs }: RunOptions): Promise<CheckResult> {
  const startedAt = performance.now();
  const toolkit = makeTools();
  let status: CheckResult['status'] = 'passed';
  let message = '';
  try {
    await withinLimit(check.run(toolkit.tools), limitMs, toolkit);
  } catch (error) {
    status = error instanceof Unavailable ? 'skipped' : 'failed';
    message = error instanceof Unavailable ? error.message : explain(error, toolkit);
  }
  await Promise.all(toolkit.resources.map((resource) => resource.dispose()));
  const { id, title } = check;
  const result = { id, title, status, message, durationMs: Math.round(performance.now() - startedAt) };
  const scene = status === 'failed' ? sceneOf(toolkit.resources.flatMap(({ streams = [] }) => streams)) : [];
  return scene.length > 0 ? { ...result, scene } : result;
}

function skipped({ id, title }: Check, message: string): CheckResult {
  return { id, title, status: 'skipped', message, durationMs: 0 };
}

/** What failed, and on the wire; something that died, or never rests, is the likelier cause. */
function explain(error: unknown, { resources, clock }: Toolkit): string {
  const cause = resources.find((resource) => resource.crash)?.crash ?? clock.complaint;
  return describeFailure(
    cause && error instanceof CheckFailure ? new CheckFailure({ ...error.finding, likely: cause }) : error,
    resources.flatMap((resource) => resource.evidence),
  );
}

async function withinLimit(run: Promise<unknown>, ms: number, { clock }: Toolkit): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const giveUp = () => {
      const expected = `the check ends within ${ms / 1000} s`;
      const fired = clock.steps > MANY_STEPS ? `, after timers had fired ${clock.steps} times` : '';
      reject(new CheckFailure({ expected, seen: `it was still waiting${fired}` }));
    };
    timer = setTimeout(giveUp, ms);
  });
  try {
    await Promise.race([run, limit]);
  } finally {
    clearTimeout(timer);
  }
}
