import type { Position } from './positions.ts';

/** What TypeScript has to say of a place in a file. */
export interface Problem extends Position {
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** `2 errors`, `1 error, 3 warnings`; empty without any. */
export function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const counts = [
    [errors, 'error'],
    [problems.length - errors, 'warning'],
  ] as const;
  return counts
    .filter(([count]) => count > 0)
    .map(([count, noun]) => `${count} ${noun}${count === 1 ? '' : 's'}`)
    .join(', ');
}
