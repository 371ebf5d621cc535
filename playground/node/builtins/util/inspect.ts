import type { InspectOptions } from 'node:util';

/** What a custom `inspect` method gets as its second argument. */
export type InspectContext = InspectOptions & { stylize(text: string, style: string): string };

export { format, formatWithOptions, inspect } from 'node-inspect-extracted';
