import type { PositionMap } from './frame.ts';
import { installSpiderMonkeyTraces } from './spidermonkey.ts';
import { installV8Traces } from './v8.ts';

/** Node's default. */
const SHOWN_FRAMES = 10;

/**
 * Makes `error.stack` read as in Node: the program's own files with their own lines and columns. Frames of the machine
 * itself are left out, where Node shows its `node:internal` ones.
 */
export function installStackTraces(map: PositionMap): void {
  Error.stackTraceLimit = SHOWN_FRAMES;
  const isV8 = !Object.getOwnPropertyDescriptor(Error.prototype, 'stack');
  if (isV8) installV8Traces(map);
  else installSpiderMonkeyTraces(map);
}
