import * as nodeModule from 'node:module';

/** Where a syntax error is; null when the stripper did not say. */
interface ErrorPlace {
  readonly line: number;
  readonly column: number | null;
}

/** Node heads the stack with `file:line`, some lines of the file, and a caret under the mistake. */
function placeOf(error: Error, source: string): ErrorPlace | null {
  const [heading = '', ...frame] = (error.stack ?? '').split('\n\n', 1)[0]!.split('\n');
  const line = Number(/:(\d+)$/.exec(heading)?.[1]);
  if (!(line > 0)) return null;
  const caret = frame.find((text) => /^ *\^+$/.test(text));
  // The frame shows tabs as spaces, so its columns are not the file's.
  const comparable = caret !== undefined && !source.split('\n')[line - 1]?.includes('\t');
  return { line, column: comparable ? caret.indexOf('^') + 1 : null };
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
    // Whoever started the edge on such a Node may have stripped the files already, and says so.
    if (process.env.STEADY_STREAM_TYPES === 'stripped') return { code: source, error: null };
    const error = `${file}: this Node (${process.version}) cannot strip TypeScript; 22.13 or newer can`;
    return { code: reportingScript(source, error, 1), error };
  }
  try {
    return { code: withoutExperimentalWarning(() => strip(source)), error: null };
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    const place = placeOf(thrown, source);
    const where = [file, place?.line, place?.column].filter((part) => part != null).join(':');
    const error = `${where}: ${thrown.message}`;
    return { code: reportingScript(source, error, place?.line ?? 1), error };
  }
}
