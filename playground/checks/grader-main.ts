/** `node grader-main.ts <folder of the exercise>`, with a channel: the other end of `grader.ts`. */
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GraderReply, GraderRequest } from './grader.ts';
import type { Check } from './index.ts';
import { gradeFolder } from './main.ts';

const folder = resolve(process.argv[2] ?? '.');
const module: { default: readonly Check[] } = await import(pathToFileURL(join(folder, 'checks.ts')).href);

const reply = (message: GraderReply) => process.send?.(message);

process.on('message', ({ dir, only }: GraderRequest) => {
  const grading = gradeFolder({
    dir,
    only,
    checks: module.default,
    exercise: basename(folder),
    emit: (event) => reply({ type: 'event', event }),
  });
  grading.then(
    () => reply({ type: 'done' }),
    (error: unknown) => reply({ type: 'broken', reason: error instanceof Error ? (error.stack ?? '') : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
