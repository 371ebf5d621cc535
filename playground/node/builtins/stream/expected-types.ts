/** What Node's messages call a type; every other name beginning with a capital is a class. */
const TYPES = new Set(['string', 'function', 'number', 'object', 'boolean', 'bigint', 'symbol']);
const CAPITAL_TYPES = new Set(['Function', 'Object']);
const CLASS_NAME = /^[A-Z][a-zA-Z0-9]*$/;

function list(names: readonly string[]): string {
  if (names.length <= 2) return names.join(' or ');
  return `${names.slice(0, -1).join(', ')}, or ${names.at(-1)}`;
}

/** The phrase after "must be" for a list of types and classes: `of type string or an instance of Buffer`. */
export function expectedTypes(expected: string | readonly string[]): string {
  const types: string[] = [];
  const classes: string[] = [];
  const others: string[] = [];
  for (const name of typeof expected === 'string' ? [expected] : expected) {
    if (TYPES.has(name) || CAPITAL_TYPES.has(name)) types.push(name.toLowerCase());
    else if (CLASS_NAME.test(name)) classes.push(name);
    else others.push(name);
  }
  if (classes.length > 0 && types.includes('object')) {
    types.splice(types.indexOf('object'), 1);
    classes.push('Object');
  }
  const phrases: string[] = [];
  if (types.length > 0) phrases.push(`${types.length > 1 ? 'one of type' : 'of type'} ${list(types)}`);
  if (classes.length > 0) phrases.push(`an instance of ${list(classes)}`);
  const [other = ''] = others;
  if (others.length > 1) phrases.push(`one of ${list(others)}`);
  else if (others.length > 0) phrases.push(other.toLowerCase() === other ? other : `an ${other}`);
  return phrases.join(' or ');
}
