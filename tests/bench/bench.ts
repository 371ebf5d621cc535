/**
 * Prints the product's figures, all from this one run: `npm run bench`, or a part of it: `npm run bench -- lesson firefox`.
 * Figures depend on the computer, and on what else it does: nothing is asserted of them, but an event that is lost fails.
 */

import type { BrowserName } from '../../playground/cli/browser-page.ts';
import { build } from '../../playground/cli/build.ts';
import { measureLesson } from './lesson.ts';
import { measureMachine } from './machine.ts';
import { measureOutput } from './output.ts';
import { measureSwarm } from './swarm.ts';
import { measureWire } from './wire.ts';

const PARTS = {
  lesson: measureLesson,
  output: measureOutput,
  wire: measureWire,
  machine: measureMachine,
  swarm: measureSwarm,
} as const;
type Part = keyof typeof PARTS;
/** These look at the product as it is built. */
const OF_THE_BUILD: readonly Part[] = ['lesson', 'output', 'machine'];
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

const parts = chosen(Object.keys(PARTS) as Part[]);
if (parts.some((part) => OF_THE_BUILD.includes(part))) await build();
for (const name of chosen(BROWSERS)) for (const part of parts) await PARTS[part](name);
