import { crc32c } from './crc32c.ts';
import { ErrorCode } from './error-code.ts';

/**
 * Some records as a producer packed them. The broker keeps the bytes as they are and only gives them their offset, so
 * compression is a matter between producer and consumer.
 *
 * @see https://kafka.apache.org/documentation/#recordbatch
 */
export interface RecordBatch {
  readonly bytes: Buffer;
  /** How many offsets it takes. */
  readonly count: number;
  readonly firstTimestamp: number;
  readonly maxTimestamp: number;
  /** Whose sequence numbers these are; -1 for a producer that does not number its batches. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly firstSequence: number;
}

const AT = {
  length: 8,
  magic: 16,
  checksum: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  firstTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  firstSequence: 53,
  count: 57,
} as const;

const HEADER_LENGTH = 61;
/** What the length field does not count: itself and the offset before it. */
const UNCOUNTED = 12;

export type ParsedBatches =
  | { readonly ok: true; readonly batches: readonly RecordBatch[] }
  | { readonly ok: false; readonly error: ErrorCode };

/** Splits what a producer sent into batches. Refuses other formats than version 2, and bytes that do not match their checksum. */
export function parseBatches(records: Buffer): ParsedBatches {
  const batches: RecordBatch[] = [];
  let rest = records;
  while (rest.length > 0) {
    if (rest.length < HEADER_LENGTH) return { ok: false, error: ErrorCode.corruptMessage };
    if (rest.readInt8(AT.magic) !== 2) return { ok: false, error: ErrorCode.unsupportedForMessageFormat };
    const length = rest.readInt32BE(AT.length) + UNCOUNTED;
    if (length < HEADER_LENGTH || length > rest.length) return { ok: false, error: ErrorCode.corruptMessage };
    const bytes = Buffer.from(rest.subarray(0, length));
    const count = bytes.readInt32BE(AT.lastOffsetDelta) + 1;
    const intact = crc32c(bytes.subarray(AT.attributes)) === bytes.readUInt32BE(AT.checksum);
    if (!intact || count < 1 || count !== bytes.readInt32BE(AT.count)) {
      return { ok: false, error: ErrorCode.corruptMessage };
    }
    batches.push({
      bytes,
      count,
      firstTimestamp: Number(bytes.readBigInt64BE(AT.firstTimestamp)),
      maxTimestamp: Number(bytes.readBigInt64BE(AT.maxTimestamp)),
      producerId: Number(bytes.readBigInt64BE(AT.producerId)),
      producerEpoch: bytes.readInt16BE(AT.producerEpoch),
      firstSequence: bytes.readInt32BE(AT.firstSequence),
    });
    rest = rest.subarray(length);
  }
  return batches.length === 0 ? { ok: false, error: ErrorCode.corruptMessage } : { ok: true, batches };
}

/** Gives a batch its place in the log. The offset is not part of the checksum. */
export function placeBatch(batch: RecordBatch, offset: number): void {
  batch.bytes.writeBigInt64BE(BigInt(offset), 0);
}
