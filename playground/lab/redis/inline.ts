import type { Bytes } from './bytes.ts';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };
const SPACE = /\s/;

/** Splits an inline command into words, with the quotes and escapes of `redis-cli`. Null when a quote is not closed. */
export function splitInline(line: Bytes): readonly Bytes[] | null {
  const words: Bytes[] = [];
  let at = 0;
  for (;;) {
    while (at < line.length && SPACE.test(line[at]!)) at++;
    if (at >= line.length) return words;
    let word = '';
    while (at < line.length && !SPACE.test(line[at]!)) {
      const quote = line[at];
      if (quote !== '"' && quote !== "'") {
        word += line[at++];
        continue;
      }
      const quoted = readQuoted(line, at);
      if (quoted === null) return null;
      word += quoted.text;
      at = quoted.end;
      break;
    }
    words.push(word);
  }
}

/** What stands between the quote at `start` and its end, which a space or the line's end must follow. */
function readQuoted(line: Bytes, start: number): { readonly text: Bytes; readonly end: number } | null {
  const quote = line[start];
  let text = '';
  for (let at = start + 1; at < line.length; at++) {
    const character = line[at]!;
    const next = line[at + 1];
    if (character === quote) return next === undefined || SPACE.test(next) ? { text, end: at + 1 } : null;
    if (character !== '\\' || next === undefined) {
      text += character;
    } else if (quote === "'") {
      text += next === "'" ? next : character;
      if (next === "'") at++;
    } else {
      const code = /^x([\da-f]{2})/i.exec(line.slice(at + 1, at + 4))?.[1];
      text += code === undefined ? (ESCAPES[next] ?? next) : String.fromCharCode(Number.parseInt(code, 16));
      at += code === undefined ? 1 : 3;
    }
  }
  return null;
}
