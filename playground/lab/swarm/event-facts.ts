/** What the swarm reads from an event: its number, and when it was sent. */
export interface EventFacts {
  /** Null when it has none. */
  readonly sequence: number | null;
  /** Epoch milliseconds; null when it does not say. */
  readonly sentAt: number | null;
}

const TIME_FIELDS = ['sentAt', 'timestamp'];

function parseObject(data: string): Readonly<Record<string, unknown>> {
  if (!data.startsWith('{')) return {};
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  } catch {
    return {};
  }
}

function parseTime(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : value;
  return typeof time === 'number' && Number.isFinite(time) ? time : null;
}

function parseSequence(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

/** Reads an event that carried this id, null without one. `field` names what numbers it in its JSON; null for the id. */
export function readFacts(id: string | null, data: string, field: string | null): EventFacts {
  const object = parseObject(data);
  const times = TIME_FIELDS.map((name) => parseTime(object[name]));
  return {
    sequence: parseSequence(field === null ? id : object[field]),
    sentAt: times.find((time) => time !== null) ?? null,
  };
}
