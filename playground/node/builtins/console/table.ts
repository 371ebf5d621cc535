import { inspect, stringWidth } from '../util/inspect.ts';

export interface Table {
  readonly heads: readonly string[];
  readonly columns: readonly (readonly unknown[])[];
}

const isObject = (value: unknown): value is object =>
  value !== null && (typeof value === 'object' || typeof value === 'function');

function show(value: unknown): string {
  const many = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 2;
  return inspect(value, { maxArrayLength: 3, breakLength: Number.POSITIVE_INFINITY, depth: many ? -1 : 0 });
}

/** Rows of collections are numbered, those of other objects named. Null for what is no object. */
export function toTable(data: unknown, properties?: readonly PropertyKey[]): Table | null {
  if (data === null || typeof data !== 'object') return null;
  const tag = Object.prototype.toString.call(data);
  if (data instanceof Map || tag === '[object Map Iterator]') {
    const pairs = [...(data as Iterable<unknown>)];
    if (pairs.every((pair) => Array.isArray(pair))) {
      return {
        heads: ['(iteration index)', 'Key', 'Values'],
        columns: [pairs.map((_, row) => row), pairs.map(([key]) => show(key)), pairs.map(([, value]) => show(value))],
      };
    }
    return values(pairs);
  }
  if (data instanceof Set || tag === '[object Set Iterator]') return values([...(data as Iterable<unknown>)]);
  return rows(data, properties);
}

const values = (list: readonly unknown[]): Table => ({
  heads: ['(iteration index)', 'Values'],
  columns: [list.map((_, row) => row), list.map(show)],
});

function rows(data: object, properties: readonly PropertyKey[] | undefined): Table {
  const names = Object.keys(data);
  const columns = new Map<string, unknown[]>();
  const plain: unknown[] = [];
  for (const [row, name] of names.entries()) {
    const item: unknown = Reflect.get(data, name);
    if (!isObject(item) && properties === undefined) {
      plain[row] = show(item);
      continue;
    }
    for (const key of properties ?? Object.keys(item ?? {})) {
      const column = columns.get(String(key)) ?? [];
      columns.set(String(key), column);
      column[row] = isObject(item) && Object.hasOwn(item, key) ? show(Reflect.get(item, key)) : '';
    }
  }
  return {
    heads: ['(index)', ...columns.keys(), ...(plain.length > 0 ? ['Values'] : [])],
    columns: [names, ...columns.values(), ...(plain.length > 0 ? [plain] : [])],
  };
}

/** Draws a table with box characters, its cells to the left. */
export function drawTable({ heads, columns }: Table): string {
  const count = Math.max(0, ...columns.map((column) => column.length));
  const cells = columns.map((column) => Array.from({ length: count }, (_, row) => String(column[row] ?? '')));
  const widths = heads.map((head, at) => Math.max(...[head, ...(cells[at] ?? [])].map(stringWidth)) + 2);
  const row = (texts: readonly string[]) =>
    `│${texts.map((text, at) => ` ${text}${' '.repeat((widths[at] ?? 0) - stringWidth(text) - 1)}`).join('│')}│`;
  const line = (left: string, middle: string, right: string) =>
    left + widths.map((size) => '─'.repeat(size)).join(middle) + right;
  return [
    line('┌', '┬', '┐'),
    row(heads),
    line('├', '┼', '┤'),
    ...Array.from({ length: count }, (_, at) => row(cells.map((column) => column[at] ?? ''))),
    line('└', '┴', '┘'),
  ].join('\n');
}
