import { ConfError } from '../conf-error.ts';
import type { BlockTools, Definition } from '../definition.ts';
import { type Location, type LocationKind, type Locations, noLocations } from '../model.ts';
import type { Directive } from '../reader.ts';
import { Scope } from '../scope.ts';
import { parseCondition, rewriteSteps } from '../settings/rewrite.ts';

interface Written {
  readonly kind: LocationKind;
  readonly ignoreCase: boolean;
  readonly name: string;
}

const MODIFIERS: Readonly<Record<string, LocationKind>> = {
  '=': 'exact',
  '^~': 'prefix-final',
  '~': 'regex',
  '~*': 'regex',
};

function parseLocation(directive: Directive): Written {
  const [first = '', second] = directive.args;
  if (second !== undefined) {
    const kind = MODIFIERS[first];
    if (!kind) throw new ConfError(`invalid location modifier "${first}"`, directive.place);
    return { kind, ignoreCase: first === '~*', name: second };
  }
  // A modifier may touch its pattern: `location =/x`.
  const joined = /^(=|\^~|~\*|~)(.+)$/s.exec(first);
  if (joined) return { kind: MODIFIERS[joined[1]!]!, ignoreCase: joined[1] === '~*', name: joined[2]! };
  return { kind: first.startsWith('@') ? 'named' : 'prefix', ignoreCase: false, name: first };
}

function checkNesting(outer: Location, inner: Written, directive: Directive): void {
  const { place } = directive;
  if (outer.kind === 'exact') {
    throw new ConfError(`location "${inner.name}" cannot be inside the exact location "${outer.name}"`, place);
  }
  if (outer.kind === 'named') {
    throw new ConfError(`location "${inner.name}" cannot be inside the named location "${outer.name}"`, place);
  }
  if (inner.kind === 'named') {
    throw new ConfError(`named location "${inner.name}" can be on the server level only`, place);
  }
  if (inner.kind !== 'regex' && !inner.name.startsWith(outer.name)) {
    throw new ConfError(`location "${inner.name}" is outside location "${outer.name}"`, place);
  }
}

function addTo(
  locations: Locations,
  location: Location,
  written: Written,
  directive: Directive,
  tools: BlockTools,
): void {
  const { kind, name } = location;
  if (kind === 'regex') {
    locations.patterns.push({ pattern: tools.pattern(name, directive, written.ignoreCase), location });
    return;
  }
  const named = tools.server?.named;
  const table = kind === 'exact' ? locations.exact : kind === 'named' && named ? named : locations.prefixes;
  if (table.has(name)) {
    tools.atEnd(() => {
      throw new ConfError(`duplicate location "${name}"`, directive.place);
    });
  }
  table.set(name, location);
}

const location: Definition = {
  name: 'location',
  contexts: ['server', 'location'],
  args: [1, 2],
  isBlock: true,
  apply: (directive, outer, tools) => {
    const written = parseLocation(directive);
    if (tools.location) checkNesting(tools.location, written, directive);
    const scope = new Scope('location', outer);
    const { kind, name } = written;
    const made: Location = { scope, kind, name, locations: noLocations() };
    const siblings = tools.location?.locations ?? tools.server?.locations;
    if (siblings) addTo(siblings, made, written, directive, tools);
    tools.withLocation(made, () => tools.readBlock(scope));
  },
};

const condition: Definition = {
  name: 'if',
  contexts: ['server', 'location'],
  args: [1, 32],
  isBlock: true,
  apply: (directive, outer, tools) => {
    const parsed = parseCondition(directive, tools);
    const scope = new Scope(outer.context === 'server' ? 'if-server' : 'if-location', outer);
    tools.readBlock(scope);
    rewriteSteps.add(outer, { kind: 'if', condition: parsed, scope });
  },
};

export const locationDefinitions = [location, condition];
