import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';

/** A word takes it so long, a pause for thought so long. */
const WORD_MS = 40;
const PAUSE_MS = 10_000;
/** A shout is so many letters, at once. */
const SHOUT = 64_000;

/** How many answers it is working on, and how many tokens it has made. Somebody pays for each. */
export const stats = { running: 0, tokens: 0 };

/**
 * The model: a parrot, which repeats the prompt word by word. Three words are special. Before "(pause)" it thinks for ten
 * seconds, at "(crash)" it fails, and "(shout)" becomes 64,000 letters that take no time. An aborted signal ends it at
 * once, with an AbortError. Leave it as it is.
 */
export async function* generate(prompt: string, options: { signal?: AbortSignal } = {}): AsyncGenerator<string> {
  const { signal } = options;
  stats.running++;
  try {
    for (const token of prompt.match(/\s*\S+/g) ?? []) {
      const word = token.trim();
      if (word === '(shout)') await turn(undefined, { signal });
      else await delay(word === '(pause)' ? PAUSE_MS : WORD_MS, undefined, { signal });
      if (word === '(crash)') throw new Error('The parrot has flown away');
      stats.tokens++;
      yield word === '(shout)' ? 'A'.repeat(SHOUT) : token;
    }
  } finally {
    stats.running--;
  }
}
