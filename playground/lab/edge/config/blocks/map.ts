import type { HttpRequest } from '../../http/request.ts';
import type { Pattern } from '../../variables/pattern.ts';
import type { Template } from '../../variables/template.ts';
import { ConfError } from '../conf-error.ts';
import type { BlockTools, Definition } from '../definition.ts';
import { readStatements } from '../reader.ts';
import { variableName } from '../settings/rewrite.ts';

interface MapTable {
  readonly exact: Map<string, Template>;
  readonly suffixes: Map<string, Template>;
  readonly prefixes: Map<string, Template>;
  readonly patterns: { readonly pattern: Pattern; readonly value: Template }[];
  fallback: Template | null;
}

function longest(candidates: Map<string, Template>, fits: (key: string) => boolean): Template | null {
  const keys = [...candidates.keys()].filter(fits).sort((a, b) => b.length - a.length);
  return keys[0] === undefined ? null : (candidates.get(keys[0]) ?? null);
}

/** In nginx's order: the string itself, the longest suffix, the longest prefix, the first pattern, the default. */
function find(table: MapTable, key: string, request: HttpRequest): Template | null {
  const lower = key.toLowerCase();
  const found =
    table.exact.get(lower) ??
    longest(table.suffixes, (suffix) => lower.endsWith(suffix)) ??
    longest(table.prefixes, (prefix) => lower.startsWith(prefix));
  if (found) return found;
  for (const { pattern, value } of table.patterns) if (request.matches(pattern, key)) return value;
  return table.fallback;
}

function addEntry(
  table: MapTable,
  hostnames: boolean,
  key: string,
  value: Template,
  tools: BlockTools,
  place: Entry,
): void {
  if (key === 'default') {
    if (table.fallback) throw new ConfError('duplicate default map parameter', place.place);
    table.fallback = value;
  } else if (key.startsWith('~')) {
    const ignoreCase = key.startsWith('~*');
    table.patterns.push({ pattern: tools.pattern(key.slice(ignoreCase ? 2 : 1), place, ignoreCase), value });
  } else if (hostnames && key.startsWith('*.')) table.suffixes.set(key.slice(1).toLowerCase(), value);
  else if (hostnames && key.endsWith('.*')) table.prefixes.set(key.slice(0, -1).toLowerCase(), value);
  else {
    const plain = key.replace(/^\\(?=[~*]|default|hostnames|include|volatile)/, '').toLowerCase();
    if (table.exact.has(plain)) throw new ConfError(`conflicting parameter "${key}"`, place.place);
    table.exact.set(plain, value);
  }
}

type Entry = Parameters<Definition['apply']>[0];

/** @see https://nginx.org/en/docs/http/ngx_http_map_module.html */
export const map: Definition = {
  name: 'map',
  contexts: ['http'],
  args: 2,
  isBlock: true,
  apply: (directive, _scope, tools) => {
    const source = tools.template(directive.args[0] ?? '', directive);
    const name = variableName(directive.args[1] ?? '', directive);
    const table: MapTable = {
      exact: new Map(),
      suffixes: new Map(),
      prefixes: new Map(),
      patterns: [],
      fallback: null,
    };
    let hostnames = false;
    readStatements(tools.reader, 'block', (entry, isBlock) => {
      const [value, ...more] = entry.args;
      if (!isBlock && entry.name === 'hostnames' && value === undefined) {
        hostnames = true;
        return;
      }
      if (!isBlock && entry.name === 'volatile' && value === undefined) return;
      if (isBlock || value === undefined || more.length > 0) {
        throw new ConfError('invalid number of the map parameters', entry.place);
      }
      addEntry(table, hostnames, entry.name, tools.template(value, entry), tools, entry);
    });
    tools.define(name, (request) => find(table, source.evaluate(request), request)?.evaluate(request) ?? '', directive);
  },
};
