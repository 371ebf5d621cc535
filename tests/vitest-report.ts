import { readFile } from 'node:fs/promises';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
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
  let failed = 0;
  for (const { name, status, assertionResults } of results) {
    for (const test of assertionResults) {
      if (test.status === 'passed') passed++;
      else failed++;
      if (test.status !== 'passed' && test.status !== 'failed') console.error(`Not run: ${test.fullName} (${name})`);
    }
    const explained = assertionResults.some((test) => test.status !== 'passed');
    if (status === 'failed' && !explained) failed++;
  }
  if (exitCode !== 0 && failed === 0) failed++;
  return { passed, failed };
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
