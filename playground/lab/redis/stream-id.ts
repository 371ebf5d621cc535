import type { Bytes } from './bytes.ts';
import { CommandError } from './reply.ts';

/** Milliseconds, then a sequence number, of 64 bits each, as one number: ids compare as numbers. */
export type StreamId = bigint;

const PART_BITS = 64n;
export const PART_MAX = 2n ** PART_BITS - 1n;
export const ID_MIN: StreamId = 0n;
export const ID_MAX: StreamId = (1n << (2n * PART_BITS)) - 1n;

export function streamId(milliseconds: bigint, sequence: bigint): StreamId {
  return (milliseconds << PART_BITS) | sequence;
}

export const millisecondsOf = (id: StreamId): bigint => id >> PART_BITS;
export const sequenceOf = (id: StreamId): bigint => id & PART_MAX;

export function formatId(id: StreamId): Bytes {
  return `${millisecondsOf(id)}-${sequenceOf(id)}`;
}

/** The 16 bytes that order as the id does. */
export function idBytes(id: StreamId): Bytes {
  return Buffer.from(id.toString(16).padStart(32, '0'), 'hex').toString('latin1');
}

export const invalidId = () => new CommandError('ERR Invalid stream ID specified as stream command argument');

function parsePart(text: string): bigint {
  if (!/^(?:0|[1-9]\d{0,19})$/.test(text)) throw invalidId();
  const value = BigInt(text);
  if (value > PART_MAX) throw invalidId();
  return value;
}

/** Reads `ms-seq` or `ms`, which stands for the given sequence number. Throws a {@link CommandError}. */
export function parseId(text: Bytes, missingSequence = 0n): StreamId {
  const dash = text.indexOf('-');
  if (dash === -1) return streamId(parsePart(text), missingSequence);
  return streamId(parsePart(text.slice(0, dash)), parsePart(text.slice(dash + 1)));
}

/** As `parseId`; `-` and `+` are the lowest and the highest id. */
export function parseRangeId(text: Bytes, missingSequence: bigint): StreamId {
  if (text === '-') return ID_MIN;
  if (text === '+') return ID_MAX;
  return parseId(text, missingSequence);
}

export type RequestedId =
  | { readonly kind: 'generated' }
  /** `ms-*`: the next free sequence number of this millisecond. */
  | { readonly kind: 'sequenced'; readonly milliseconds: bigint }
  | { readonly kind: 'given'; readonly id: StreamId };

/** Reads the id of XADD. */
export function parseNewId(text: Bytes): RequestedId {
  if (text === '*') return { kind: 'generated' };
  if (text.endsWith('-*')) return { kind: 'sequenced', milliseconds: parsePart(text.slice(0, -2)) };
  return { kind: 'given', id: parseId(text) };
}
