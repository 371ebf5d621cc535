import * as nodeModule from 'node:module';

/** Where a syntax error is; null when the stripper did not say. */
interface ErrorPlace {
  readonly line: number;
  readonly column: number | null;
}

/** Node heads the stack with `file:line`, the line itself and a caret under the mistake. */
function placeOf(error: Error): ErrorPlace | null {
  const match = /^[^\n]*:(\d+)\n[^\n]*\n( *)(\^)?/.exec(error.stack ?? '');
  if (!match) return null;
  return { line: Number(match[1]), column: match[3] ? match[2]!.length + 1 : null };
}

function exportedNames(source: string): Set<string> {
  const names = new Set<string>();
  for (const [, name] of source.matchAll(
    /^export\s+(?:async\s+)?(?:function\s*\*?|class|const|let|var)\s+([\w$]+)/gm,
  )) {
    names.add(name!);
  }
  return names;
}

/**
 * A module that does nothing but report the mistake. It exports the names that the broken one does: were they missing,
 * the browser would complain about those to whoever imports it, and never say what is really wrong.
 */
function reportingScript(source: string, message: string, line: number): string {
  const lines = '\n'.repeat(line - 1);
  const names = [...exportedNames(source)].map((name) => `export let ${name};`).join(' ');
  return `${lines}throw new SyntaxError(${JSON.stringify(message)}); ${names}\nexport default undefined;\n`;
}

export interface PageScript {
  readonly code: string;
  /** `file:line:column: what is wrong`; null when the script is sound. */
  readonly error: string | null;
}

/** Silences Node's warning that stripping is experimental: it would be printed among the learner's output. */
function withoutExperimentalWarning<Result>(action: () => Result): Result {
  const emitWarning = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return action();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * TypeScript as a page can load it: types blanked, so that lines and columns stay. A syntax error answers with a script
 * that throws it where it is, so that it shows where every other error of the page does.
 *
 * @see https://nodejs.org/api/module.html#modulestriptypescripttypescode-options
 */
export function stripForPage(source: string, file: string): PageScript {
  // Not in Node before 22.13: looked up, so that the edge's other services still run there.
  const strip = 'stripTypeScriptTypes' in nodeModule ? nodeModule.stripTypeScriptTypes : null;
  if (!strip) {
    const error = `${file}: this Node (${process.version}) cannot strip TypeScript; 22.13 or newer can`;
    return { code: reportingScript(source, error, 1), error };
  }
  try {
    return { code: withoutExperimentalWarning(() => strip(source)), error: null };
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    const place = placeOf(thrown);
    const where = [file, place?.line, place?.column].filter((part) => part != null).join(':');
    const error = `${where}: ${thrown.message}`;
    return { code: reportingScript(source, error, place?.line ?? 1), error };
  }
}
