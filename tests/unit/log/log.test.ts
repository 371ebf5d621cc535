import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c } from '#lab/log/crc32c.ts';
import { ErrorCode } from '#lab/log/error-code.ts';
import { FrameSplitter, frame } from '#lab/log/frames.ts';
import { Partition } from '#lab/log/partition.ts';
import { MalformedRequest, Reader } from '#lab/log/reader.ts';
import { parseBatches, type RecordBatch } from '#lab/log/record-batch.ts';
import { Writer } from '#lab/log/writer.ts';

interface BatchFacts {
  readonly count?: number;
  readonly producerId?: number;
  readonly sequence?: number;
  readonly timestamp?: number;
  readonly size?: number;
}

function batchBytes({ count = 1, producerId = -1, sequence = -1, timestamp = 0, size = 0 }: BatchFacts = {}): Buffer {
  const body = new Writer()
    .int16(0)
    .int32(count - 1)
    .int64(timestamp)
    .int64(timestamp)
    .int64(producerId)
    .int16(0)
    .int32(sequence)
    .int32(count)
    .finish();
  const checked = Buffer.concat([body, Buffer.alloc(size)]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32c(checked));
  const head = new Writer()
    .int64(0)
    .int32(9 + checked.length)
    .int32(0)
    .int8(2)
    .finish();
  return Buffer.concat([head, checksum, checked]);
}

function batch(facts: BatchFacts = {}): RecordBatch {
  const parsed = parseBatches(batchBytes(facts));
  if (!parsed.ok) throw new Error(`error ${parsed.error}`);
  return parsed.batches[0]!;
}

it('CRC-32C of the standard’s examples', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
});

describe('the protocol', () => {
  it('reads back what it writes', () => {
    const text = fc.option(fc.string());
    fc.assert(
      fc.property(fc.maxSafeInteger(), text, fc.uint8Array(), fc.array(fc.integer()), (long, nullable, raw, list) => {
        const bytes = new Writer()
          .int64(long)
          .string(nullable)
          .bytes(Buffer.from(raw))
          .array(list, (writer, item) => writer.int32(item))
          .finish();
        const reader = new Reader(bytes);
        expect(reader.int64()).toBe(long);
        expect(reader.nullableString()).toBe(nullable);
        expect([...reader.bytes()]).toEqual([...raw]);
        expect(reader.array((each) => each.int32())).toEqual(list);
        expect(() => reader.int8()).toThrow(MalformedRequest);
      }),
    );
  });

  it('refuses an array that cannot be in the request', () => {
    expect(() => new Reader(new Writer().int32(2 ** 30).finish()).array((each) => each.int8())).toThrow(
      MalformedRequest,
    );
  });

  it('finds requests in any chunks', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 5 });
    fc.assert(
      fc.property(bodies, fc.integer({ min: 1, max: 20 }), (contents, step) => {
        const bytes = Buffer.concat(contents.map((content, index) => frame(index, Buffer.from(content))));
        const splitter = new FrameSplitter();
        const found: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += step) found.push(...splitter.push(bytes.subarray(at, at + step)));
        expect(found.map((request) => [...request.subarray(4)])).toEqual(contents.map((content) => [...content]));
      }),
    );
    expect(() => new FrameSplitter().push(Buffer.alloc(4, 0xff))).toThrow(MalformedRequest);
  });
});

describe('record batches', () => {
  it('whose bytes were changed are refused', () => {
    const bytes = batchBytes({ size: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 21, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const broken = Buffer.from(bytes);
        broken[at] = (broken[at] ?? 0) ^ change;
        expect(parseBatches(broken)).toEqual({ ok: false, error: ErrorCode.corruptMessage });
      }),
    );
    expect(parseBatches(bytes.subarray(0, 50)).ok).toBe(false);
    expect(parseBatches(Buffer.alloc(0)).ok).toBe(false);
  });

  it('of older formats are refused by name', () => {
    const old = batchBytes();
    old.writeInt8(1, 16);
    expect(parseBatches(old)).toEqual({ ok: false, error: ErrorCode.unsupportedForMessageFormat });
  });
});

describe('a partition', () => {
  it('numbers records, and reads whole batches from the one that holds an offset', () => {
    let woken = 0;
    const partition = new Partition(() => woken++);
    const offsets = [3, 1, 2].map((count) => partition.append(batch({ count })));
    expect(offsets).toEqual([0, 3, 4].map((offset) => ({ ok: true, offset })));
    expect([partition.start, partition.end, woken]).toEqual([0, 6, 3]);
    const size = batchBytes().length;
    const firstOffset = (bytes: Buffer | null) => Number(bytes?.readBigInt64BE(0));
    expect(firstOffset(partition.read(2, 1000))).toBe(0);
    expect(firstOffset(partition.read(3, 1000))).toBe(3);
    expect(partition.read(2, 1)).toHaveLength(size);
    expect(partition.read(0, size * 2)).toHaveLength(size * 2);
    expect(partition.read(6, 1000)).toHaveLength(0);
    expect(partition.read(7, 1000)).toBeNull();
  });

  it('drops its oldest batches, and then says that an offset is out of range', () => {
    const partition = new Partition(() => {}, 1000);
    for (let index = 0; index < 10; index++) partition.append(batch({ size: 200 }));
    expect(partition.start).toBeGreaterThan(5);
    expect(partition.end).toBe(10);
    expect(partition.read(0, 1000)).toBeNull();
    expect(partition.read(partition.start, 1000)).not.toBeNull();
  });

  it('stores what an idempotent producer repeats once, and refuses a gap', () => {
    const partition = new Partition(() => {});
    const send = (sequence: number, count = 1) => partition.append(batch({ producerId: 7, sequence, count }));
    expect(send(0, 3)).toEqual({ ok: true, offset: 0 });
    expect(send(3)).toEqual({ ok: true, offset: 3 });
    expect(send(0, 3)).toEqual({ ok: true, offset: 0 });
    expect(send(5)).toEqual({ ok: false, error: ErrorCode.outOfOrderSequence });
    expect(partition.end).toBe(4);
  });

  it('finds the first batch from a time on', () => {
    const partition = new Partition(() => {});
    for (const timestamp of [100, 200, 300]) partition.append(batch({ timestamp }));
    expect(partition.firstFrom(150)).toEqual({ offset: 1, timestamp: 200 });
    expect(partition.firstFrom(301)).toBeNull();
  });
});
