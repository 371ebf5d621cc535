import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { tallyReport } from '../../vitest-report.ts';

async function reportOf(...files: { readonly status: string; readonly tests: readonly string[] }[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'report-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const testResults = files.map(({ status, tests }) => ({
    name: 'a.test.ts',
    status,
    assertionResults: tests.map((test) => ({ status: test, fullName: 'a test' })),
  }));
  const file = path.join(folder, 'report.json');
  await writeFile(file, JSON.stringify({ testResults }));
  return file;
}

it('counts what passed and names what failed', async () => {
  const report = await reportOf(
    { status: 'passed', tests: ['passed', 'passed'] },
    { status: 'failed', tests: ['failed'] },
  );
  expect(await tallyReport(report, 1)).toEqual({ passed: 2, failures: ['a test (a.test.ts)'] });
});

it('counts what was skipped as failed', async () => {
  const report = await reportOf({ status: 'passed', tests: ['passed', 'skipped', 'todo'] });
  const failure = 'a test (a.test.ts, not run)';
  expect(await tallyReport(report, 0)).toEqual({ passed: 1, failures: [failure, failure] });
});

it('counts a file that did not load', async () => {
  const empty = await reportOf({ status: 'failed', tests: [] });
  expect(await tallyReport(empty, 1)).toEqual({ passed: 0, failures: ['a.test.ts'] });
  const late = await reportOf({ status: 'failed', tests: ['passed'] });
  expect(await tallyReport(late, 1)).toEqual({ passed: 1, failures: ['a.test.ts'] });
});

it('counts a run that failed for no test’s sake', async () => {
  const failures = ['the run itself, which names no test'];
  const report = await reportOf({ status: 'passed', tests: ['passed'] });
  expect(await tallyReport(report, 1)).toEqual({ passed: 1, failures });
  expect(await tallyReport('/nowhere/report.json', 1)).toEqual({ passed: 0, failures });
});
