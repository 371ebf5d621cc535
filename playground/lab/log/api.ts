import type { Groups } from './groups.ts';
import type { Reader } from './reader.ts';
import type { Topics } from './topics.ts';
import type { Writer } from './writer.ts';

export interface RequestContext {
  readonly topics: Topics;
  readonly groups: Groups;
  readonly clientId: string;
  /** Where the client reached this broker, which is the only one. */
  readonly host: string;
  readonly port: number;
  nextProducerId(): number;
  /** Whether the broker is about to stop, so that nobody may wait. */
  isClosing(): boolean;
}

/** One kind of request, in the versions whose layout the handler knows. */
export interface Api {
  readonly key: number;
  readonly min: number;
  readonly max: number;
  /** Null when the client wants no answer. */
  readonly handle: (
    context: RequestContext,
    request: Reader,
    version: number,
  ) => Writer | null | Promise<Writer | null>;
}

/** The number of the only broker. */
export const BROKER_ID = 1;
