import type { Api } from '../api.ts';
import { ErrorCode } from '../error-code.ts';
import { Writer } from '../writer.ts';

/** Numbers an idempotent producer. Transactions are not supported: their requests are not advertised. */
export const INIT_PRODUCER_ID: Api = {
  key: 22,
  min: 0,
  max: 0,
  handle(context) {
    return new Writer().int32(0).int16(ErrorCode.none).int64(context.nextProducerId()).int16(0);
  },
};
