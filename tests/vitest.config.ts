import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests with real browsers, servers and time may meet a computer that is busy for a moment. What is wrong fails each time. */
const busyMachine = 2;

/** These wait more than they compute: on two cores there would be one. */
const filesAtATime = 2;

/** The file that takes longest first: at the end it would run alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const longest = ({ moduleId }: TestSpecification) => Number(moduleId.endsWith('/browser/lessons.test.ts'));
    return (await super.sort(files)).toSorted((a, b) => longest(b) - longest(a));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'lessons',
          include: ['tests/lessons/**/*.test.ts'],
          maxWorkers: filesAtATime,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          retry: busyMachine,
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          // Most of a case beside nginx is waiting for a clock.
          maxConcurrency: 10,
          maxWorkers: filesAtATime,
          include: ['tests/real/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry: busyMachine,
        },
      },
      {
        extends: true,
        test: {
          name: 'parity',
          include: ['tests/parity/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          retry: busyMachine,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: 'tests/build-once.ts',
          maxWorkers: filesAtATime,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          retry: busyMachine,
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
