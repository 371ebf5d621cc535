/**
 * Prints the product's figures, all from this one run: `npm run bench`, or a part of it: `npm run bench -- lesson firefox`.
 * Nothing is asserted here: figures depend on the computer, and on what else it does.
 */

import type { BrowserName } from '../../playground/cli/browser-page.ts';
import { build } from '../../playground/cli/build.ts';
import { measureLesson } from './lesson.ts';
import { measureMachine } from './machine.ts';

const PARTS = { lesson: measureLesson, machine: measureMachine } as const;
const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

const words = process.argv.slice(2);
const unknown = words.filter((word) => !(word in PARTS) && !BROWSERS.some((name) => name === word));
if (unknown.length > 0) {
  console.error(
    `There is no part called ${unknown.join(', ')}. The parts are: ${Object.keys(PARTS).join(', ')}, ${BROWSERS.join(', ')}.`,
  );
  process.exit(2);
}
const chosen = <Name extends string>(names: readonly Name[]) => {
  const named = names.filter((name) => words.includes(name));
  return named.length > 0 ? named : names;
};

await build();
for (const name of chosen(BROWSERS)) {
  for (const part of chosen(Object.keys(PARTS) as (keyof typeof PARTS)[])) await PARTS[part](name);
}
