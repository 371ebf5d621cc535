import { type Encoding, utf8 } from '../buffer/encodings.ts';

/** Decodes bytes as they come: what is not yet a whole character waits for the rest of it. */
export interface Incremental {
  write(bytes: Uint8Array): string;
  end(): string;
}

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** How many bytes a character has by its first one; 1 for what begins none. */
function lengthOf(first: number): number {
  if ((first & 0xe0) === 0xc0) return 2;
  if ((first & 0xf0) === 0xe0) return 3;
  return (first & 0xf8) === 0xf0 ? 4 : 1;
}

/** How many bytes at the end begin a character that is not complete. */
function incompleteEnd(bytes: Uint8Array): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count += 1) {
    const byte = bytes[bytes.length - count] ?? 0;
    if (!isContinuation(byte)) return lengthOf(byte) > count ? count : 0;
  }
  return 0;
}

/** A character is decoded when its first byte's promise is kept, or broken by a byte that belongs to another. */
export function incrementalUtf8(): Incremental {
  let pending: number[] = [];
  const flush = (): string => {
    const text = utf8.decode(Uint8Array.from(pending));
    pending = [];
    return text;
  };
  return {
    write(bytes) {
      let text = '';
      let start = 0;
      while (pending.length > 0 && start < bytes.length) {
        const byte = bytes[start] ?? 0;
        if (!isContinuation(byte)) {
          text += flush();
          break;
        }
        pending.push(byte);
        start += 1;
        if (pending.length >= lengthOf(pending[0] ?? 0)) text += flush();
      }
      if (pending.length > 0 || start >= bytes.length) return text;
      const body = start === 0 ? bytes : bytes.subarray(start);
      const left = incompleteEnd(body);
      if (left === 0) return text + utf8.decode(body);
      pending = Array.from(body.subarray(body.length - left));
      return text + utf8.decode(body.subarray(0, body.length - left));
    },
    end: flush,
  };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** For encodings whose characters are whole after the first `wholeLength` bytes. */
export function incrementalUnits(
  encoding: Encoding,
  wholeLength: (bytes: Uint8Array, pending: number) => number,
): Incremental {
  let rest: Uint8Array = new Uint8Array(0);
  return {
    write(bytes) {
      const all = joined(rest, bytes);
      const whole = wholeLength(all, rest.length);
      rest = all.slice(whole);
      return encoding.decode(all.subarray(0, whole));
    },
    end() {
      const last = encoding.decode(rest);
      rest = new Uint8Array(0);
      return last;
    },
  };
}

/** Two bytes a unit. The first half of a pair waits for the second, if a chunk ends with it and no odd byte is about. */
export function wholeUtf16(bytes: Uint8Array, pending: number): number {
  const even = bytes.length & ~1;
  const high = even >= 2 ? (bytes[even - 1] ?? 0) : 0;
  const waits = even === bytes.length && !(pending === 1 && even === 2);
  return waits && high >= 0xd8 && high <= 0xdb ? even - 2 : even;
}
