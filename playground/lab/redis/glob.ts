import type { Bytes } from './bytes.ts';

/**
 * A matcher for Redis's patterns: `*`, `?`, `[a-z]`, `[^a]`, `\` for a plain character.
 *
 * @see https://redis.io/docs/latest/commands/keys/
 */
export function globMatcher(pattern: Bytes): (bytes: Bytes) => boolean {
  if (pattern === '*') return () => true;
  return (bytes) => matches(pattern, 0, bytes, 0);
}

function matches(pattern: Bytes, patternStart: number, bytes: Bytes, start: number): boolean {
  let p = patternStart;
  let at = start;
  // Where to take up again when a later part fails: only the last `*` can be extended, so the time is quadratic at most.
  let star = -1;
  let starAt = 0;
  while (at < bytes.length || p < pattern.length) {
    if (pattern[p] === '*') {
      star = p++;
      starAt = at;
      continue;
    }
    const step = at < bytes.length && p < pattern.length ? matchOne(pattern, p, bytes[at]!) : null;
    if (step !== null) {
      p = step;
      at++;
    } else if (star !== -1 && starAt < bytes.length) {
      p = star + 1;
      at = ++starAt;
    } else return false;
  }
  return true;
}

/** Where the pattern goes on after matching one character; null when it does not match. */
function matchOne(pattern: Bytes, at: number, character: string): number | null {
  const first = pattern[at];
  if (first === '?') return at + 1;
  if (first === '[') return matchClass(pattern, at + 1, character);
  if (first === '\\' && at + 1 < pattern.length) return pattern[at + 1] === character ? at + 2 : null;
  return first === character ? at + 1 : null;
}

function matchClass(pattern: Bytes, start: number, character: string): number | null {
  let at = start;
  const negated = pattern[at] === '^';
  if (negated) at++;
  let found = false;
  for (; at < pattern.length && pattern[at] !== ']'; at++) {
    if (pattern[at] === '\\' && at + 1 < pattern.length) {
      at++;
      if (pattern[at] === character) found = true;
    } else if (pattern[at + 1] === '-' && at + 2 < pattern.length) {
      const [low, high] = [pattern[at]!, pattern[at + 2]!].sort();
      if (character >= low! && character <= high!) found = true;
      at += 2;
    } else if (pattern[at] === character) found = true;
  }
  return found === negated ? null : Math.min(at + 1, pattern.length);
}
