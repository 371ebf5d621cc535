import { invalidArgType } from '../net/coded-error.ts';

/** 1: only in the first list, −1: only in the second, 0: in both. */
export type Step = [operation: -1 | 0 | 1, value: string];

/**
 * The shortest way from one list to the other, as Myers finds it (An O(ND) Difference Algorithm, 1986).
 *
 * @param alike - whether two lines count as the same; the longer one is kept
 */
export function shortestEdit(
  first: readonly string[],
  second: readonly string[],
  alike: (one: string, other: string) => boolean = (one, other) => one === other,
): Step[] {
  const { length: width } = first;
  const { length: height } = second;
  const most = width + height;
  const reach = new Int32Array(2 * most + 3);
  const at = (diagonal: number): number => reach[diagonal + most + 1] ?? 0;
  const history: Int32Array[] = [];
  for (let depth = 0; depth <= most; depth += 1) {
    history.push(reach.slice());
    for (let diagonal = -depth; diagonal <= depth; diagonal += 2) {
      const down = diagonal === -depth || (diagonal !== depth && at(diagonal - 1) < at(diagonal + 1));
      let x = down ? at(diagonal + 1) : at(diagonal - 1) + 1;
      let y = x - diagonal;
      while (x < width && y < height && alike(first[x] ?? '', second[y] ?? '')) {
        x += 1;
        y += 1;
      }
      reach[diagonal + most + 1] = x;
      if (x >= width && y >= height) return retrace(history, first, second);
    }
  }
  return [];
}

function retrace(history: readonly Int32Array[], first: readonly string[], second: readonly string[]): Step[] {
  const steps: Step[] = [];
  const most = first.length + second.length;
  let x = first.length;
  let y = second.length;
  for (let depth = history.length - 1; depth >= 0; depth -= 1) {
    const at = (diagonal: number): number => history[depth]?.[diagonal + most + 1] ?? 0;
    const diagonal = x - y;
    const down = diagonal === -depth || (diagonal !== depth && at(diagonal - 1) < at(diagonal + 1));
    const before = down ? diagonal + 1 : diagonal - 1;
    const fromX = at(before);
    const fromY = fromX - before;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      const [one, other] = [first[x] ?? '', second[y] ?? ''];
      steps.push([0, other.length > one.length ? other : one]);
    }
    if (depth === 0) break;
    if (down) {
      y -= 1;
      steps.push([-1, second[y] ?? '']);
    } else {
      x -= 1;
      steps.push([1, first[x] ?? '']);
    }
  }
  return steps.reverse();
}

function toList(value: unknown, name: string): readonly string[] {
  if (typeof value === 'string') return value.split('');
  if (Array.isArray(value)) return value;
  throw invalidArgType(name, 'of type string', value);
}

/**
 * How two texts, or two lists of texts, differ; nothing when they do not.
 *
 * @see https://nodejs.org/api/util.html#utildiffactual-expected
 */
export function diff(actual: unknown, expected: unknown): Step[] {
  if (actual === expected) return [];
  return shortestEdit(toList(actual, 'actual'), toList(expected, 'expected'));
}
