import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Stream } from '#lab/redis/stream.ts';
import { formatId, ID_MAX, ID_MIN, parseId, parseRangeId, streamId } from '#lab/redis/stream-id.ts';

const LIMITS = { bytes: 4096, entries: 100 };

function streamOf(count: number): Stream {
  const stream = new Stream();
  for (let index = 1; index <= count; index++) stream.append(streamId(BigInt(index), 0n), ['n', `${index}`], LIMITS);
  return stream;
}

const idsOf = (entries: readonly { readonly id: bigint }[]) => entries.map(({ id }) => id);

describe('a stream', () => {
  it('keeps 1,050 of 1,550 entries when it is trimmed to about 1,000', () => {
    const stream = streamOf(1550);
    stream.trim({ by: { maxLength: 1000 }, approximate: true, limit: 0 });
    expect(stream.length).toBe(1050);
    expect(formatId(stream.maxDeletedId)).toBe('0-0');
  });

  it('answers ranges as a plain list would, after any deletions and trimmings', () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant('delete' as const), at: fc.integer({ min: 1, max: 350 }) }),
      fc.record({ kind: fc.constant('keep' as const), at: fc.integer({ min: 0, max: 350 }) }),
      fc.record({ kind: fc.constant('from' as const), at: fc.integer({ min: 0, max: 350 }) }),
    );
    const limit = fc.integer({ min: 0, max: 351 });
    fc.assert(
      fc.property(
        fc.array(action, { maxLength: 12 }),
        limit,
        limit,
        fc.integer({ min: 0, max: 400 }),
        (actions, low, high, count) => {
          const stream = streamOf(350);
          let model = Array.from({ length: 350 }, (_, index) => streamId(BigInt(index + 1), 0n));
          for (const { kind, at } of actions) {
            const id = streamId(BigInt(at), 0n);
            if (kind === 'delete') {
              expect(stream.delete(id)).toBe(model.includes(id));
              model = model.filter((other) => other !== id);
            } else if (kind === 'keep') {
              stream.trim({ by: { maxLength: at }, approximate: false, limit: 0 });
              model = model.slice(Math.max(0, model.length - at));
            } else {
              stream.trim({ by: { minId: id }, approximate: false, limit: 0 });
              model = model.filter((other) => other >= id);
            }
          }
          const [from, to] = [streamId(BigInt(low), 0n), streamId(BigInt(high), 0n)];
          const within = model.filter((id) => id >= from && id <= to);
          expect(stream.length).toBe(model.length);
          expect(idsOf(stream.range(ID_MIN, ID_MAX))).toEqual(model);
          expect(idsOf(stream.range(from, to, count))).toEqual(within.slice(0, count));
          expect(idsOf(stream.reverseRange(from, to, count))).toEqual(within.toReversed().slice(0, count));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('ids', () => {
  it('are read as they are printed, and order as their two numbers', () => {
    const part = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        const [one, other] = [streamId(a, b), streamId(c, d)];
        expect(parseId(formatId(one))).toBe(one);
        expect(one < other).toBe(a === c ? b < d : a < c);
      }),
    );
  });

  it('have a lowest and a highest', () => {
    expect(parseRangeId('-', 0n)).toBe(ID_MIN);
    expect(parseRangeId('+', 0n)).toBe(ID_MAX);
    expect(() => parseId('-')).toThrow('Invalid stream ID');
  });
});
