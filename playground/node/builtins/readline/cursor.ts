import { invalidArgType, invalidArgValue } from '../net/coded-error.ts';
import type { LineOutput } from './interface.ts';

type Done = () => void;

const ESCAPE = '\x1b[';

function send(output: LineOutput | null | undefined, text: string, done: Done | undefined): boolean {
  if (done !== undefined && typeof done !== 'function') throw invalidArgType('callback', 'of type function', done);
  if (!output || text === '') {
    if (done) process.nextTick(done);
    return true;
  }
  const args: unknown[] = done ? [text, done] : [text];
  return Reflect.apply(output.write, output, args) !== false;
}

/** The escape codes of terminals, which a stream takes as any other text. @see https://nodejs.org/api/readline.html#readlinecursortostream-x-y-callback */
export function cursorTo(output: LineOutput, x: number, y?: number | Done, done?: Done): boolean {
  const row = typeof y === 'number' ? y : undefined;
  for (const value of [x, row ?? 0]) if (Number.isNaN(value)) throw invalidArgValue('x', value);
  if (typeof x !== 'number') return send(output, '', typeof y === 'function' ? y : done);
  const text = row === undefined ? `${ESCAPE}${x + 1}G` : `${ESCAPE}${row + 1};${x + 1}H`;
  return send(output, text, typeof y === 'function' ? y : done);
}

export function moveCursor(output: LineOutput, dx: number, dy: number, done?: Done): boolean {
  const part = (count: number, back: string, forth: string) =>
    count < 0 ? `${ESCAPE}${-count}${back}` : count > 0 ? `${ESCAPE}${count}${forth}` : '';
  return send(output, part(dx, 'D', 'C') + part(dy, 'A', 'B'), done);
}

/** −1 clears to the left of the cursor, 1 to its right, 0 all. */
export function clearLine(output: LineOutput, direction: number, done?: Done): boolean {
  return send(output, `${ESCAPE}${direction < 0 ? '1' : direction > 0 ? '0' : '2'}K`, done);
}

export function clearScreenDown(output: LineOutput, done?: Done): boolean {
  return send(output, `${ESCAPE}0J`, done);
}
