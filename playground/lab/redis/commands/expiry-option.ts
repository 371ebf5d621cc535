import { INT64_MAX } from '../numbers.ts';
import { CommandError } from '../reply.ts';
import type { Words } from '../words.ts';

/** A time as an option gives it: from now or since 1970, in seconds or milliseconds. */
export interface Expiry {
  readonly unit: 'EX' | 'PX' | 'EXAT' | 'PXAT';
  readonly amount: bigint;
}

/** Reads what follows `option` when it is one of these; null when it is another. */
export function takeExpiry(option: string, words: Words): Expiry | null {
  switch (option) {
    case 'EX':
    case 'PX':
    case 'EXAT':
    case 'PXAT':
      return { unit: option, amount: words.takeInt64() };
    default:
      return null;
  }
}

/** Epoch milliseconds. Throws a {@link CommandError} for what is not after 0 or does not fit 64 bits. */
export function resolveExpiry({ unit, amount }: Expiry, command: string): number {
  const milliseconds = toMilliseconds(amount, unit.startsWith('E'), unit.endsWith('AT'));
  if (amount <= 0n || milliseconds === null) throw invalidExpireTime(command);
  return milliseconds;
}

/** Epoch milliseconds; null when they do not fit 64 bits. */
export function toMilliseconds(amount: bigint, inSeconds: boolean, absolute: boolean): number | null {
  const time = (inSeconds ? amount * 1000n : amount) + (absolute ? 0n : BigInt(Date.now()));
  return time > INT64_MAX || time < -INT64_MAX ? null : Number(time);
}

export const invalidExpireTime = (command: string) =>
  new CommandError(`ERR invalid expire time in '${command}' command`);
