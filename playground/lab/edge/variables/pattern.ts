/** A regular expression of the configuration, written for PCRE. */
export interface Pattern {
  readonly source: string;
  readonly regex: RegExp;
  readonly names: readonly string[];
}

/**
 * PCRE's spelling differs from JavaScript's in what configurations commonly use: `(?P<name>…)` and a leading `(?i)`.
 * Throws a `SyntaxError` for what JavaScript cannot express.
 */
export function compilePattern(source: string, ignoreCase = false): Pattern {
  const inline = /^\(\?i\)/.test(source);
  const spelled = source.replace(/^\(\?i\)/, '').replaceAll('(?P<', '(?<');
  const names = [...spelled.matchAll(/\(\?<([A-Za-z_]\w*)>/g)].map((match) => match[1]!);
  return { source, regex: new RegExp(spelled, ignoreCase || inline ? 'i' : ''), names };
}
