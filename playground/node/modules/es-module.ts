import { type Node as AcornNode, type Program, parse } from 'acorn';
import { walk } from 'estree-walker';
import isReference from 'is-reference';
import MagicString from 'magic-string';
import { analyze, extract_names } from 'periscopic';

/** `import { imported as local } from specifier`, by the binding's place: which request, which name (`*` for the namespace). */
export interface ImportedBinding {
  readonly request: number;
  readonly imported: string;
  /** 1-based, for the message when the name does not exist. */
  readonly line: number;
}

export interface ModuleRequest {
  readonly specifier: string;
  readonly type: string | null;
}

/** A module record as ECMA-262 §16.2.1.6 has it, with its code turned into a function that the linker can run. */
export interface ModuleSource {
  readonly requests: readonly ModuleRequest[];
  readonly imports: readonly ImportedBinding[];
  /** Re-exports: exported name → binding elsewhere. */
  readonly indirectExports: ReadonlyMap<string, ImportedBinding>;
  readonly starExports: readonly number[];
  readonly localExports: readonly string[];
  readonly hasTopLevelAwait: boolean;
  /** `(__export, __meta, __load, __m0, __m1, …) => Generator`: runs to its first yield to instantiate, then to its end. */
  readonly code: string;
  /** Where a place in `code` is in the original. Lines and columns are 1-based. */
  originalPosition(line: number, column: number): { line: number; column: number };
}

type Node = AcornNode & Record<string, unknown>;

interface Location {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** Parses a module. Throws acorn's SyntaxError, with `loc`. */
export function parseModule(code: string): Program {
  return parse(code, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true, locations: true });
}

/**
 * Turns a module into a generator function, edited in place so that lines stay and columns can be mapped back.
 * The `yield` parts instantiation (function declarations are hoisted, exports are bound) from evaluation, which cyclic
 * imports need. Imported names become properties of namespace objects: live bindings.
 */
export function compileModule(code: string, url: string, program = parseModule(code)): ModuleSource {
  const text = new MagicString(code);
  const requests: ModuleRequest[] = [];
  const imports: ImportedBinding[] = [];
  const indirectExports = new Map<string, ImportedBinding>();
  const starExports: number[] = [];
  const exported = new Map<string, string>();
  const locals = new Map<string, string>();

  const request = (specifier: string, attributes: unknown): number => {
    const type = attributeType(attributes);
    const known = requests.findIndex((other) => other.specifier === specifier && other.type === type);
    return known === -1 ? requests.push({ specifier, type }) - 1 : known;
  };
  const blank = (start: number, end: number) => {
    if (end > start) text.overwrite(start, end, code.slice(start, end).replace(/[^\n\r]/g, ' '));
  };
  const bind = (from: number, imported: string, node: Node): ImportedBinding => {
    const binding = { request: from, imported, line: lineOf(node) };
    imports.push(binding);
    return binding;
  };

  for (const statement of program.body) {
    const node = statement as unknown as Node;
    if (statement.type === 'ImportDeclaration') {
      const from = request(String(statement.source.value), statement.attributes);
      for (const specifier of statement.specifiers) {
        const name =
          specifier.type === 'ImportDefaultSpecifier'
            ? 'default'
            : specifier.type === 'ImportNamespaceSpecifier'
              ? '*'
              : nameOf(specifier.imported);
        bind(from, name, specifier as unknown as Node);
        locals.set(specifier.local.name, member(from, name));
      }
      blank(statement.start, statement.end);
    } else if (statement.type === 'ExportAllDeclaration') {
      const from = request(String(statement.source.value), statement.attributes);
      if (statement.exported) indirectExports.set(nameOf(statement.exported), bind(from, '*', node));
      else starExports.push(from);
      blank(statement.start, statement.end);
    } else if (statement.type === 'ExportNamedDeclaration') {
      if (statement.source) {
        const from = request(String(statement.source.value), statement.attributes);
        for (const specifier of statement.specifiers) {
          indirectExports.set(nameOf(specifier.exported), bind(from, nameOf(specifier.local), node));
        }
        blank(statement.start, statement.end);
      } else if (statement.declaration) {
        const { declaration } = statement;
        if (declaration.type === 'VariableDeclaration') {
          for (const { id } of declaration.declarations)
            for (const name of extract_names(id as never)) exported.set(name, name);
        } else exported.set(declaration.id.name, declaration.id.name);
        blank(statement.start, declaration.start);
      } else {
        for (const specifier of statement.specifiers) exported.set(nameOf(specifier.exported), nameOf(specifier.local));
        blank(statement.start, statement.end);
      }
    } else if (statement.type === 'ExportDefaultDeclaration') {
      const { declaration } = statement;
      const isDeclaration = declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration';
      if (isDeclaration && declaration.id) {
        exported.set('default', declaration.id.name);
        blank(statement.start, declaration.start);
      } else if (declaration.type === 'FunctionDeclaration') {
        exported.set('default', '__dflt');
        blank(statement.start, declaration.start);
        text.appendLeft(code.indexOf('(', declaration.start), ' __dflt');
      } else {
        // As long as `export default`, so that columns stay.
        exported.set('default', '__dflt');
        const keyword = code.indexOf('default', statement.start) + 'default'.length;
        blank(statement.start, keyword);
        text.overwrite(statement.start, keyword, 'const __dflt ='.padEnd(keyword - statement.start));
      }
    }
  }

  const callees = rewriteReferences(program, text, locals);
  const topLevelAwait = hasTopLevelAwait(program);
  const parameters = ['__export', '__meta', '__load', ...requests.map((_, index) => `__m${index}`)];
  const getters = [...exported].map(([name, local]) => `${JSON.stringify(name)}:()=>${locals.get(local) ?? local}`);
  text.prepend(
    `(${topLevelAwait ? 'async ' : ''}function*(${parameters}){"use strict";__export({__proto__:null,${getters}});yield;`,
  );
  text.append(`\n})\n//# sourceURL=${url}`);

  let lines: number[][][] | null = null;
  return {
    requests,
    imports,
    indirectExports,
    starExports,
    localExports: [...exported.keys()],
    hasTopLevelAwait: topLevelAwait,
    code: text.toString(),
    originalPosition(line, column) {
      lines ??= text.generateDecodedMap({ hires: true }).mappings;
      const segment = lines[line - 1]?.findLast((candidate) => candidate[0]! <= column - 1);
      if (!segment || segment.length < 4) return { line, column };
      const [, , originalLine = 0, originalColumn = 0] = segment;
      return {
        line: originalLine + 1,
        column: 1 + (callees.get(`${originalLine + 1}:${originalColumn}`) ?? originalColumn),
      };
    },
  };
}

function member(request: number, name: string): string {
  if (name === '*') return `__m${request}`;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
    ? `__m${request}.${name}`
    : `__m${request}[${JSON.stringify(name)}]`;
}

/**
 * Returns the calls of imported functions: where the callee ends → the column where it starts. An engine reports such a
 * call at its parenthesis once the callee is an expression in parentheses, and at the name in the original.
 */
function rewriteReferences(
  program: Program,
  text: MagicString,
  locals: ReadonlyMap<string, string>,
): ReadonlyMap<string, number> {
  const callees = new Map<string, number>();
  const { map, scope: moduleScope } = analyze(program as never);
  let scope = moduleScope;
  walk(program as never, {
    enter(estree, parentNode) {
      const node = estree as unknown as Node;
      const parent = parentNode as unknown as Node | null;
      scope = map.get(estree) ?? scope;
      if (node.type === 'ImportDeclaration' || (node.type === 'ExportNamedDeclaration' && !node.declaration)) {
        return this.skip();
      }
      // Of the same length as what they replace.
      if (node.type === 'MetaProperty' && (node.meta as { name: string }).name === 'import') {
        text.overwrite(node.start, node.end, '__meta'.padEnd(node.end - node.start));
      } else if (node.type === 'ImportExpression') {
        text.overwrite(node.start, node.start + 'import'.length, '__load');
      }
      if (node.type !== 'Identifier' || !parent) return;
      const target = locals.get(node.name as string);
      if (!target || !isReference(estree as never, parent as never)) return;
      const owner = scope.find_owner(node.name as string);
      if (owner && owner !== moduleScope) return;
      if (parent.type === 'Property' && parent.shorthand) text.appendLeft(node.end, `: ${target}`);
      else if (
        (parent.type === 'CallExpression' && parent.callee === estree) ||
        parent.type === 'TaggedTemplateExpression'
      ) {
        text.overwrite(node.start, node.end, target.includes('.') || target.includes('[') ? `(0,${target})` : target);
        const { start, end } = node.loc as Location;
        callees.set(`${end.line}:${end.column}`, start.column);
      } else text.overwrite(node.start, node.end, target);
    },
    leave(estree) {
      if (map.has(estree)) scope = map.get(estree)?.parent ?? moduleScope;
    },
  });
  return callees;
}

function hasTopLevelAwait(program: Program): boolean {
  let found = false;
  walk(program as never, {
    enter(estree) {
      const node = estree as unknown as Node;
      if (/Function/.test(node.type) || node.type === 'PropertyDefinition' || node.type === 'StaticBlock') this.skip();
      if (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await)) found = true;
    },
  });
  return found;
}

function attributeType(attributes: unknown): string | null {
  if (!Array.isArray(attributes)) return null;
  const type = attributes.find((attribute) => nameOf(attribute.key) === 'type');
  return type ? String(type.value.value) : null;
}

function nameOf(node: { type: string; name?: string; value?: unknown }): string {
  return node.type === 'Identifier' ? String(node.name) : String(node.value);
}

function lineOf(node: Node): number {
  return (node.loc as Location | undefined)?.start.line ?? 1;
}
