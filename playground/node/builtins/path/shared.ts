import { invalidArgType } from '../net/coded-error.ts';

export interface ParsedPath {
  root: string;
  dir: string;
  base: string;
  ext: string;
  name: string;
}

export function validateString(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw invalidArgType(name, 'of type string', value);
}

/** Takes out `.` and empty parts, and lets each `..` take its parent; those that lead above an open start stay. */
export function normalizeParts(parts: readonly string[], allowAbove: boolean): string[] {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (allowAbove) kept.push('..');
  }
  return kept;
}

/** The extension of a last part, with its dot: none of a name that only begins with one, nor of `..`. */
export function extensionOf(base: string): string {
  const dot = base.lastIndexOf('.');
  if (dot <= 0 || base === '..') return '';
  return base.slice(dot);
}

/** Takes `suffix` off `base`, unless nothing would be left. */
export function withoutSuffix(base: string, suffix: string): string {
  return suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
}

export function formatPath(separator: string, given: unknown): string {
  if (typeof given !== 'object' || given === null) throw invalidArgType('pathObject', 'of type object', given);
  const { dir, root, base, name, ext }: Partial<ParsedPath> = given;
  const folder = dir || root;
  const dotted = ext && !ext.startsWith('.') ? `.${ext}` : (ext ?? '');
  const last = base || `${name ?? ''}${dotted}`;
  if (!folder) return last;
  return folder === root ? `${folder}${last}` : `${folder}${separator}${last}`;
}

/** A glob as Node's `matchesGlob` reads it: `*` and `?` within a part, `**` over parts, sets and alternatives. */
export function globToRegExp(glob: string, separator: string): RegExp {
  const any = `[^${separator}]`;
  let source = '';
  let open = 0;
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob.charAt(at);
    if (glob.startsWith('**/', at)) {
      source += `(?:.*${separator})?`;
      at += 2;
    } else if (glob.startsWith('**', at)) {
      source += '.*';
      at += 1;
    } else if (character === '*') source += `${any}*`;
    else if (character === '?') source += any;
    else if (character === '{') {
      source += '(?:';
      open += 1;
    } else if (character === '}' && open > 0) {
      source += ')';
      open -= 1;
    } else if (character === ',' && open > 0) source += '|';
    else if (character === '[' && glob.includes(']', at)) {
      const end = glob.indexOf(']', at);
      source += `[${glob.slice(at + 1, end).replace(/^!/, '^')}]`;
      at = end;
    } else if (character === '/') source += separator;
    else source += character.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
  }
  return new RegExp(`^${source}$`);
}
