/**
 * How many nodes a radix tree has whose keys, all of one length, are these in order: XINFO STREAM tells it. A run of
 * characters without a branch is one node, as is each end.
 *
 * @see https://github.com/antirez/rax
 */
export function radixTreeNodes(keys: readonly string[]): number {
  return keys.length === 0 ? 1 : count(keys, 0, keys.length, 0);
}

/** The nodes for `keys[from]` up to `keys[to]`, which agree before `depth`. */
function count(keys: readonly string[], from: number, to: number, depth: number): number {
  const first = keys[from] ?? '';
  const last = keys[to - 1] ?? '';
  let common = depth;
  while (common < first.length && first[common] === last[common]) common++;
  if (common === first.length) return depth === common ? 1 : 2;
  let nodes = common > depth ? 2 : 1;
  let start = from;
  for (let at = from + 1; at <= to; at++) {
    if (at < to && keys[at]?.[common] === keys[start]?.[common]) continue;
    nodes += count(keys, start, at, common + 1);
    start = at;
  }
  return nodes;
}
