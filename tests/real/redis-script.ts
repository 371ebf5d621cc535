import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { splitInline } from '#lab/redis/inline.ts';

export type Connection = 'a' | 'b' | 'c';

/** One line of a script. */
export type Step =
  | {
      readonly kind: 'command';
      readonly line: string;
      readonly connection: Connection;
      /** Words, each as bytes. */
      readonly words: readonly string[];
      /** Whether the reply comes later, when another connection makes it possible. */
      readonly waits: boolean;
      /** Whether only the reply is awaited: for the many commands that fill a key. */
      readonly quick: boolean;
    }
  | { readonly kind: 'raw'; readonly line: string; readonly bytes: string }
  | { readonly kind: 'close'; readonly line: string; readonly connection: Connection }
  | { readonly kind: 'sleep'; readonly line: string; readonly milliseconds: number };

export interface Script {
  readonly title: string;
  readonly steps: readonly Step[];
}

function isConnection(word: string): word is Connection {
  return word === 'a' || word === 'b' || word === 'c';
}

function parseConnection(word: string): Connection {
  if (!isConnection(word)) throw new Error(`There is no connection “${word}”.`);
  return word;
}

function bytesOf(text: string): string {
  const escapes: Readonly<Record<string, string>> = { r: '\r', n: '\n', '\\': '\\' };
  return text.replace(/\\(?:x([\da-f]{2})|([rn\\]))/g, (all, code: string | undefined, letter: string | undefined) =>
    code === undefined ? (escapes[letter ?? ''] ?? all) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function parseStep(line: string): Step {
  if (line.startsWith('.raw ')) return { kind: 'raw', line, bytes: bytesOf(line.slice(5)) };
  if (line.startsWith('.sleep ')) return { kind: 'sleep', line, milliseconds: Number(line.slice(7)) };
  if (line.startsWith('.close ')) return { kind: 'close', line, connection: parseConnection(line.slice(7)) };
  const [, connection = 'a', mark = '', command = ''] = /^(?:([abc])> )?([~!]?)(.*)$/.exec(line) ?? [];
  const words = splitInline(command);
  if (words === null || words.length === 0) throw new Error(`This is no command: ${line}`);
  const [waits, quick] = [mark === '~', mark === '!'];
  return { kind: 'command', line, connection: parseConnection(connection), words, waits, quick };
}

/**
 * Reads the scripts of a folder: `== title`, then a command a line. `b> ` sends it over connection b instead of a, `~`
 * says that its reply may come later, `!` that nothing else can come. `.raw`, `.close` and `.sleep` do what they say.
 */
export function readScripts(folder: string): readonly (readonly [file: string, scripts: readonly Script[]])[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const parts = readFileSync(path.join(folder, name), 'utf8').split(/^== /m).slice(1);
      const scripts = parts.map((part) => {
        const [title = '', ...lines] = part.split('\n');
        return { title, steps: lines.filter((line) => line !== '').map(parseStep) };
      });
      return [name.replace(/\.txt$/, ''), scripts];
    });
}
