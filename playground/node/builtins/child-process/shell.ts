/** A command line that needs no shell to be understood: words, and the variables set before them. */
export interface SimpleCommand {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A run of blanks, one word with its quotes, or one character that only a shell understands. */
const TOKEN = /\s+|(?![~#])(?:[^\s'"\\|&;<>()$`*[]|\\.|'[^']*'|"(?:[^"\\$`]|\\.)*")+|./gsy;
const RESERVED = /^[|&;<>()$`*[~#'"\\!{}]$/;
const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;

/**
 * Splits a command line as a POSIX shell does. Null when it uses what only a shell has: pipes, redirections, variables,
 * patterns, several commands.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 */
export function splitCommand(line: string): SimpleCommand | null {
  const words: string[] = [];
  const env: Record<string, string> = {};
  for (const [token] of line.trim().matchAll(TOKEN)) {
    if (/^\s/.test(token)) continue;
    if (RESERVED.test(token)) return null;
    const word = unquote(token);
    const assignment = words.length === 0 ? ASSIGNMENT.exec(word) : null;
    if (assignment) env[assignment[1]!] = assignment[2]!;
    else words.push(word);
  }
  return words.length > 0 ? { words, env } : null;
}

function unquote(token: string): string {
  return token.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_all, single, double, escaped) => {
    if (single !== undefined) return single;
    return double === undefined ? escaped : double.replace(/\\(["\\$`])/g, '$1');
  });
}
