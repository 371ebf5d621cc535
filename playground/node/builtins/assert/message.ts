import { type Step, shortestEdit } from '../util/diff.ts';
import { inspect } from '../util/inspect.ts';

/** How a failed comparison is introduced. */
const HEADLINES: Readonly<Record<string, string>> = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

const SHORT = 12;
const LONG = 512;
const TERMINAL = 80;
const MOST_LINES = 50;
/** How many equal lines in a row are shown. */
const SHOWN_EQUAL = 5;

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** One property a line, in order of their names, without what a class says of itself. */
function show(value: unknown): string {
  return inspect(withoutStack(value), {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Number.POSITIVE_INFINITY,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
    breakLength: 80,
  });
}

/** An error that shows its class and message only: where it was made is no difference. */
export function withoutStack(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const copy: object = Object.assign(Object.create(Object.getPrototypeOf(value)), value);
  Object.defineProperty(copy, 'message', { value: value.message });
  return copy;
}

interface Difference {
  readonly text: string;
  readonly header?: string;
  readonly skipped: boolean;
}

/** Both values, one above the other, with a mark under the first character that differs. */
function stacked(actual: string, expected: string): string {
  const text = `\n+ ${actual}\n- ${expected}`;
  if (actual.length + expected.length > TERMINAL) return text;
  const at = Array.from({ length: actual.length }, (_, position) => position).find(
    (position) => actual[position] !== expected[position],
  );
  // At the very start it is plain to see.
  return at === undefined || at < 3 ? text : `${text}\n${' '.repeat(at + 2)}^`;
}

function simpleDifference(values: readonly unknown[], actual: string, expected: string): Difference {
  const quotes = values.filter((value) => typeof value === 'string').length * 2;
  const short = actual.length + expected.length - quotes <= SHORT;
  if (short && !values.every((value) => value === 0)) {
    return { text: `${actual} !== ${expected}`, header: '', skipped: false };
  }
  return { text: stacked(actual, expected), skipped: false };
}

/** The steps as lines. A long run of equal ones shows its first five and its last. */
function linesOf(steps: readonly Step[]): Difference {
  const lines: string[] = [];
  let equal: string[] = [];
  let skipped = false;
  for (const [operation, value] of steps) {
    if (operation === 0) {
      equal.push(value);
      if (equal.length <= SHOWN_EQUAL) lines.push(`  ${value}`);
      continue;
    }
    const hidden = equal.slice(SHOWN_EQUAL);
    if (hidden.length > 2) {
      lines.push('...', `  ${hidden.at(-1)}`);
      skipped = true;
    } else lines.push(...hidden.map((line) => `  ${line}`));
    equal = [];
    lines.push(`${operation > 0 ? '+' : '-'} ${value}`);
  }
  return { text: `\n${lines.join('\n').trimEnd()}`, skipped };
}

/** Lines that differ by a comma at the end are alike: it only tells whether another line follows. */
const alikeButComma = (one: string, other: string): boolean =>
  one === other || `${one},` === other || one === `${other},`;

/** The message of `strictEqual` and the deep comparisons that are like it. */
export function comparisonMessage(actual: unknown, expected: unknown, operator: string, own?: string): string {
  const [left, right] = [show(actual), show(expected)];
  const [leftLines, rightLines] = [left.split('\n'), right.split('\n')];
  const objects =
    (isObject(actual) && isObject(expected)) || (typeof actual === 'function' && typeof expected === 'function');
  let headline = operator === 'strictEqual' && objects ? 'strictEqualObject' : operator;
  let difference: Difference;
  if (leftLines.length === 1 && rightLines.length === 1 && !(isObject(actual) && isObject(expected))) {
    difference = simpleDifference([actual, expected], left, right);
  } else if (left === right) {
    headline = 'notIdentical';
    const long = leftLines.length > MOST_LINES;
    const text = long ? `${leftLines.slice(0, MOST_LINES).join('\n')}\n...}` : left;
    difference = { text, header: '', skipped: long };
  } else {
    difference = linesOf(shortestEdit(leftLines, rightLines, isObject(actual) ? alikeButComma : undefined));
  }
  const { text, header = '+ actual - expected', skipped } = difference;
  return `${own ?? HEADLINES[headline]}\n${header}${skipped ? '\n... Skipped lines' : ''}\n${text}\n`;
}

const shorten = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 3)}...` : text);

/** The message of every other comparison. */
export function generalMessage(actual: unknown, expected: unknown, operator: string): string {
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') {
    const object = isObject(actual) || typeof actual === 'function';
    const headline = HEADLINES[operator === 'notStrictEqual' && object ? 'notStrictEqualObject' : operator];
    const lines = show(actual).split('\n');
    if (lines.length > MOST_LINES) lines.splice(MOST_LINES - 4, lines.length, '...');
    const [only = ''] = lines;
    if (lines.length === 1) return `${headline}${only.length > 5 ? '\n\n' : ' '}${only}`;
    return `${headline}\n\n${lines.join('\n')}\n`;
  }
  const [left, right] = [show(actual), show(expected)];
  if (operator === 'notDeepEqual' && left === right) return shorten(`${HEADLINES[operator]}\n\n${left}`, 1024);
  const [one, other] = [shorten(left, LONG), shorten(right, LONG)];
  if (operator === 'deepEqual') return `${HEADLINES[operator]}\n\n${one}\n\nshould loosely deep-equal\n\n${other}`;
  if (operator === 'notDeepEqual') {
    return `${HEADLINES.notDeepEqualUnequal}\n\n${one}\n\nshould not loosely deep-equal\n\n${other}`;
  }
  return `${one} ${operator} ${other}`;
}
