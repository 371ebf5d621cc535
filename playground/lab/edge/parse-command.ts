import type { EdgeCommand } from './protocol.ts';

const LONGEST_MS = 3_600_000;

type Fields = Readonly<Record<string, unknown>>;

function amount(value: unknown, least: number): number | null {
  return typeof value === 'number' && value >= least && value <= LONGEST_MS * 1000 ? value : null;
}

function withFlag<Command>(value: unknown, make: (on: boolean) => Command): Command | null {
  return typeof value === 'boolean' ? make(value) : null;
}

/** A number of at least `least`, or null to lift a fault. */
function orLift<Command>(value: unknown, least: number, make: (value: number | null) => Command): Command | null {
  if (value === null) return make(null);
  const number = amount(value, least);
  return number === null ? null : make(number);
}

function parseFields(fields: Fields): EdgeCommand | null {
  switch (fields.type) {
    case 'cut':
      return fields.how === 'fin' || fields.how === 'reset' ? { type: 'cut', how: fields.how } : null;
    case 'refuse':
      return withFlag(fields.on, (on) => ({ type: 'refuse', on }));
    case 'buffer':
      return withFlag(fields.on, (on) => ({ type: 'buffer', on }));
    case 'black-hole': {
      const { where } = fields;
      if (where !== 'accept' && where !== 'stream') return null;
      return withFlag(fields.on, (on) => ({ type: 'black-hole', where, on }));
    }
    case 'latency': {
      const ms = amount(fields.ms, 0);
      const jitter = amount(fields.jitter, 0);
      return ms === null || jitter === null ? null : { type: 'latency', ms, jitter };
    }
    case 'bandwidth':
      return orLift(fields.bytesPerSecond, 1, (bytesPerSecond) => ({ type: 'bandwidth', bytesPerSecond }));
    case 'idle-timeout':
      return orLift(fields.ms, 1, (ms) => ({ type: 'idle-timeout', ms }));
    case 'status': {
      const status = ([204, 502, 503, null] as const).find((known) => known === fields.status);
      return status === undefined ? null : { type: 'status', status };
    }
    case 'tap':
      return withFlag(fields.bytes, (bytes) => ({ type: 'tap', bytes }));
    case 'heal':
    case 'reload':
    case 'quit':
      return { type: fields.type };
    default:
      return null;
  }
}

/** Checks a message from the control channel. Null for anything that is no command. */
export function parseEdgeCommand(message: unknown): EdgeCommand | null {
  return typeof message === 'object' && message !== null ? parseFields({ ...message }) : null;
}
