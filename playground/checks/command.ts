/** `node command.ts <folder of the exercise> --dir <answer> …`: runs an exercise's `checks.ts` from its source. */
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Check, runMain } from './index.ts';

const folder = resolve(process.argv[2] ?? '.');
const module: { default: readonly Check[] } = await import(pathToFileURL(join(folder, 'checks.ts')).href);
await runMain(basename(folder), module.default);
