import { codedError } from '../net/coded-error.ts';
import type { ExportShape, ModuleShape } from './describe-exports.ts';
import type { DescribedModule } from './described-modules.ts';
import exportNames from './export-names.json' with { type: 'json' };
import { reasonFor } from './reasons.ts';

const SHAPES: Record<string, ModuleShape> = exportNames as Record<DescribedModule, ModuleShape>;

/** What real Node exports under this name, or undefined when the machine does not know. */
export function shapeOf(module: string): ModuleShape | undefined {
  return Object.hasOwn(SHAPES, module) ? SHAPES[module] : undefined;
}

/** What using a part of Node that the machine lacks throws: it names the export and the reason. */
export function unavailable(module: string, name: string): Error {
  const bare = module.replace(/^node:/, '');
  const path = name === '' ? bare : `${bare}.${name}`;
  return codedError(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `${path} is not available: ${reasonFor(bare)}`);
}

/** A function that can be passed around and read, but not called. */
export function unavailableFunction(module: string, name: string): () => never {
  const standIn = (): never => {
    throw unavailable(module, name);
  };
  return Object.defineProperty(standIn, 'name', { value: name.slice(name.lastIndexOf('.') + 1) });
}

/** A class that can be extended and tested with `instanceof`, but not constructed or called. */
export function unavailableClass(module: string, name: string): () => never {
  function standIn(): never {
    throw unavailable(module, name);
  }
  return Object.defineProperty(standIn, 'name', { value: name });
}

/** Everything that real Node exports under `module`, except what `own` has: plain values as they are, the rest unusable. */
export function missingExports(module: DescribedModule, own: object = {}): Record<string, unknown> {
  const shape = shapeOf(module) ?? {};
  return standInMembers(module, '', Object.fromEntries(Object.entries(shape).filter(([name]) => !(name in own))));
}

/** A table of numbers that real Node exports, such as `zlib.constants`. */
export function constantsOf(module: DescribedModule, ...names: readonly string[]): Record<string, number> {
  const [first = '', ...rest] = names;
  const shape = shapeOf(module)?.[first];
  let table: unknown = typeof shape === 'object' && 'value' in shape ? shape.value : {};
  for (const name of rest) table = Reflect.get(Object(table), name);
  return Object.fromEntries(Object.entries(table ?? {}).filter((entry) => typeof entry[1] === 'number'));
}

function standInMembers(module: string, prefix: string, shape: ModuleShape): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape).map(([name, member]) => [name, standInFor(module, `${prefix}${name}`, member)]),
  );
}

function standInFor(module: string, name: string, shape: ExportShape): unknown {
  if (shape === 'function') return unavailableFunction(module, name);
  if (shape === 'class') return unavailableClass(module, name);
  if (shape === 'symbol') return Symbol(name);
  if (shape === 'undefined') return undefined;
  if ('value' in shape) return structuredClone(shape.value);
  return standInMembers(module, `${name}.`, shape.members);
}
