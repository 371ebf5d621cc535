import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

export interface YamlIssue {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** Where in the document: `server[1].answers[0].status`. */
  readonly path: string;
  /** What was expected there. */
  readonly message: string;
}

/** What is wrong with a YAML file, one issue per mistake. */
export class YamlError extends Error {
  readonly issues: readonly YamlIssue[];

  constructor(issues: readonly YamlIssue[]) {
    super(issues.map(describe).join('\n'));
    this.name = 'YamlError';
    this.issues = issues;
  }
}

/** Reads `text` as YAML 1.2 of this shape. `file` is for messages. Throws YamlError. */
export function parseYaml<S extends z.ZodType>(text: string, file: string, schema: S): z.output<S> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  if (document.errors.length > 0) {
    throw new YamlError(document.errors.map(({ pos, message }) => ({ ...at(pos[0]), path: '', message })));
  }
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data;

  /** The node itself, or what would have held it. */
  const offsetOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (hasRange(node)) return node.range[0];
    }
    return hasRange(document.contents) ? document.contents.range[0] : 0;
  };
  const issues = result.error.issues.flatMap((issue): YamlIssue[] => {
    if (issue.code !== 'unrecognized_keys') {
      return [{ ...at(offsetOf(issue.path)), path: pathText(issue.path), message: issue.message }];
    }
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return { ...at(offsetOf(path)), path: pathText(path), message: 'Unknown key' };
    });
  });
  throw new YamlError(issues);
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`))
    .join('');
}

function hasRange(node: unknown): node is { range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function describe({ file, line, column, path, message }: YamlIssue): string {
  return `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`;
}
