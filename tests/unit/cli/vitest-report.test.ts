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

it('counts tests', async () => {
  const report = await reportOf(
    { status: 'passed', tests: ['passed', 'passed'] },
    { status: 'failed', tests: ['failed'] },
  );
  expect(await tallyReport(report, 1)).toEqual({ passed: 2, failed: 1 });
});

it('counts what was skipped as failed', async () => {
  const report = await reportOf({ status: 'passed', tests: ['passed', 'skipped', 'todo'] });
  expect(await tallyReport(report, 0)).toEqual({ passed: 1, failed: 2 });
});

it('counts a file that did not load', async () => {
  expect(await tallyReport(await reportOf({ status: 'failed', tests: [] }), 1)).toEqual({ passed: 0, failed: 1 });
  const report = await reportOf({ status: 'failed', tests: ['passed'] });
  expect(await tallyReport(report, 1)).toEqual({ passed: 1, failed: 1 });
});

it('counts a run that failed for no test’s sake', async () => {
  expect(await tallyReport(await reportOf({ status: 'passed', tests: ['passed'] }), 1)).toEqual({
    passed: 1,
    failed: 1,
  });
  expect(await tallyReport('/nowhere/report.json', 1)).toEqual({ passed: 0, failed: 1 });
});
