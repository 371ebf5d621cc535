import type { Check, CheckTools } from './check.ts';
import { Client } from './client.ts';
import { expect } from './expect.ts';
import { CheckFailure, describeFailure, type Evidence } from './failure.ts';
import type { CheckEvent, CheckResult } from './protocol.ts';
import { Server } from './server.ts';

const CHECK_LIMIT_MS = 5_000;

export interface RunOptions {
  readonly exercise: string;
  /** Absolute path of the folder with the answer. */
  readonly dir: string;
  /** Run as `node <entry>`. */
  readonly entry: string;
  /** Arguments for `node` that start a program which calls `runClientHost` for `--client-host`. */
  readonly hostArgs: readonly string[];
  /** How many checks run at a time. */
  readonly parallel: number;
  readonly emit: (event: CheckEvent) => void;
}

interface Resource {
  readonly evidence: readonly Evidence[];
  readonly crash?: string | null;
  stop(): Promise<void>;
}

/** Runs the checks against one answer, each with processes of its own, and resolves to the number that failed. */
export async function runChecks(checks: readonly Check[], options: RunOptions): Promise<number> {
  const { exercise, emit } = options;
  const startedAt = performance.now();
  emit({
    type: 'plan',
    exercise,
    checks: checks.map(({ id, title, hint, section }) => ({ id, title, hint, section })),
  });
  const results: CheckResult[] = [];
  const queue = checks.values();
  const worker = async () => {
    for (const check of queue) {
      emit({ type: 'started', id: check.id });
      const result = await runCheck(check, options);
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

async function runCheck(check: Check, { dir, entry, hostArgs }: RunOptions): Promise<CheckResult> {
  const startedAt = performance.now();
  const resources: Resource[] = [];
  const keep = (resource: Resource) => resources.push(resource);
  const tools: CheckTools = {
    startServer: () => Server.start(dir, entry, keep),
    loadClient: () => Client.load(dir, hostArgs, keep),
    expect,
  };
  let message = '';
  try {
    await withinLimit(check.run(tools));
  } catch (error) {
    const crash = resources.find((resource) => resource.crash)?.crash;
    message = describeFailure(
      crash && error instanceof CheckFailure ? new CheckFailure({ ...error.finding, likely: crash }) : error,
      resources.flatMap((resource) => resource.evidence),
    );
  }
  await Promise.all(resources.map((resource) => resource.stop()));
  const { id, title } = check;
  const durationMs = Math.round(performance.now() - startedAt);
  return { id, title, status: message === '' ? 'passed' : 'failed', message, durationMs };
}

async function withinLimit(run: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const finding = { expected: `the check ends within ${CHECK_LIMIT_MS / 1000} s`, seen: 'it was still waiting' };
    timer = setTimeout(() => reject(new CheckFailure(finding)), CHECK_LIMIT_MS);
  });
  try {
    await Promise.race([run, limit]);
  } finally {
    clearTimeout(timer);
  }
}
