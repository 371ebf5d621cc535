import type { InspectOptions } from 'node:util';
import library from 'node-inspect-extracted';

/** What a custom `inspect` method gets as its second argument. */
export type InspectContext = InspectOptions & { stylize(text: string, style: string): string };

/** Node's own code, as a package. A pending promise and a settled one look alike here: scripts cannot tell them apart. */
export const { format, formatWithOptions, inspect, stripVTControlCharacters } = library;

const width: unknown = Reflect.get(library, 'getStringWidth');

/** How many columns of a terminal a text takes. */
export function stringWidth(text: string): number {
  return typeof width === 'function' ? Number(width(text)) : text.length;
}
