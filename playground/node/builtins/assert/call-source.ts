import { parse } from 'acorn';
import { stripTypes } from '../../modules/typescript.ts';
import { topPlace } from '../../stack-traces/frame.ts';
import { system } from '../../system.ts';

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;

/** The innermost call whose function stands at `offset`. */
function findCall(node: SyntaxNode, offset: number): SyntaxNode | null {
  if (offset < node.start || offset > node.end) return null;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      const found = isNode(child) ? findCall(child, offset) : null;
      if (found) return found;
    }
  }
  const callee: unknown = node.type === 'CallExpression' ? Reflect.get(node, 'callee') : null;
  return isNode(callee) && callee.start <= offset && offset <= callee.end ? node : null;
}

function parseProgram(code: string): SyntaxNode {
  const options = { ecmaVersion: 'latest', allowHashBang: true, allowAwaitOutsideFunction: true } as const;
  try {
    return parse(code, { ...options, sourceType: 'module' });
  } catch {
    return parse(code, { ...options, sourceType: 'script', allowReturnOutsideFunction: true });
  }
}

/**
 * The first line of the call that a stack trace begins with, as it is written in its file. Null when the file cannot be
 * read: then a message has to do without.
 */
export function callSource(stack: string): string | null {
  try {
    const place = topPlace(stack);
    if (!place) return null;
    const path = decodeURIComponent(place.url.replace(/^file:\/\//, ''));
    const source = new TextDecoder().decode(system().files.read(path));
    const code = /\.[mc]?ts$/.test(path) ? stripTypes(source, path) : source;
    const before = code.split('\n').slice(0, place.line - 1);
    const offset = before.reduce((sum, line) => sum + line.length + 1, 0) + place.column - 1;
    const call = findCall(parseProgram(code), offset);
    return call ? (source.slice(call.start, call.end).split('\n')[0] ?? null) : null;
  } catch {
    return null;
  }
}
