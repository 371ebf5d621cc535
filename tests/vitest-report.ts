import { readFile } from 'node:fs/promises';

export interface Tally {
  readonly passed: number;
  /** What failed, as its author would look for it. */
  readonly failures: readonly string[];
}

interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
}

/**
 * Counts a run of Vitest from what its JSON reporter wrote. A file that could not be loaded counts as one failure, and so
 * does a test that was skipped, and a run that failed without naming a test.
 */
export async function tallyReport(file: string, exitCode: number | null): Promise<Tally> {
  const results = await readReport(file);
  let passed = 0;
  const failures: string[] = [];
  for (const { name, status, assertionResults } of results) {
    const before = failures.length;
    for (const test of assertionResults) {
      if (test.status === 'passed') passed++;
      else failures.push(`${test.fullName} (${name}${test.status === 'failed' ? '' : ', not run'})`);
    }
    if (status === 'failed' && failures.length === before) failures.push(name);
  }
  if (exitCode !== 0 && failures.length === 0) failures.push('the run itself, which names no test');
  return { passed, failures };
}

async function readReport(file: string): Promise<readonly FileResult[]> {
  try {
    const report: { readonly testResults: readonly FileResult[] } = JSON.parse(await readFile(file, 'utf8'));
    return report.testResults;
  } catch (error) {
    // Vitest writes none when it stops early; its exit code tells.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
