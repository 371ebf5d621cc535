import { type InspectContext, inspect } from '../util/inspect.ts';

/** How many bytes `inspect` shows, as `buffer.INSPECT_MAX_BYTES`. */
export const inspection = { maxBytes: 50 };

/** `<Buffer 68 69>`, cut to `INSPECT_MAX_BYTES`, with the properties that were added to it. */
export function inspectBuffer(this: Uint8Array, _depth: unknown, context: InspectContext): string {
  const shown = Array.from(Uint8Array.prototype.subarray.call(this, 0, inspection.maxBytes), (byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  const parts = [shown.join(' ')];
  const rest = this.length - inspection.maxBytes;
  if (rest > 0) parts[0] += ` ... ${rest} more byte${rest > 1 ? 's' : ''}`;
  const own: Record<string, unknown> = {};
  for (const key of Object.keys(this).slice(this.length)) own[key] = Reflect.get(this, key);
  if (Object.keys(own).length > 0) {
    const text = inspect(Object.assign(Object.create(null), own), {
      ...context,
      breakLength: Number.POSITIVE_INFINITY,
      compact: true,
    });
    parts.push(text.slice('[Object: null prototype] {'.length, -1).trim());
  }
  return `<${this.constructor.name} ${parts.filter((part) => part !== '' || parts.length === 1).join(', ')}>`;
}
