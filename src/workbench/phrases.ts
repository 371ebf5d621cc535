import type { CheckRunState, RunState } from '../../playground/session/types.ts';

/** What a screen reader hears when the server's state changes; null when there is nothing to say. */
export function describeRun(run: RunState): string | null {
  switch (run.status) {
    case 'stopped':
      return null;
    case 'starting':
      return 'Server starting';
    case 'running':
      return 'Server running';
    case 'exited':
      return run.byUser ? 'Server stopped' : `Server exited with code ${run.code}. See Output.`;
  }
}

/** What a screen reader hears about a check run; null when there is nothing to say. */
export function describeChecks(checks: CheckRunState): string | null {
  switch (checks.status) {
    case 'idle':
      return null;
    case 'running':
      return checks.results.length === 0 && checks.current === null ? 'Checking' : null;
    case 'finished':
      return checks.failed === 0
        ? `All ${checks.passed} checks passed`
        : `${checks.passed} of ${checks.results.length} checks passed, ${checks.failed} failed`;
    case 'broken':
      return `The checks could not run: ${checks.reason}`;
  }
}

/** `12 s`, `3 min 5 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
