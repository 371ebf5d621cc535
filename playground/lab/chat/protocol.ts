/** What a client says, as JSON text. */
export type ClientMessage =
  | { readonly type: 'join'; readonly room: string; readonly name: string }
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'leave' };

/** What the server says, as JSON text. */
export type ServerMessage =
  | { readonly type: 'welcome'; readonly room: string; readonly members: readonly string[] }
  | { readonly type: 'joined' | 'left'; readonly name: string }
  /** `id` counts the room's messages from 1; `sentAt` is in epoch milliseconds. */
  | {
      readonly type: 'said';
      readonly id: number;
      readonly name: string;
      readonly text: string;
      readonly sentAt: number;
    }
  | { readonly type: 'error'; readonly reason: string };

const LONGEST_NAME = 40;
const LONGEST_TEXT = 4000;

/** Says what is wrong with a message. */
export class BadMessage extends Error {}

/** Reads a client's message. Throws a {@link BadMessage}. */
export function parseClientMessage(text: string): ClientMessage {
  const fields = parseObject(text);
  switch (fields.type) {
    case 'join':
      return { type: 'join', room: word(fields, 'room', LONGEST_NAME), name: word(fields, 'name', LONGEST_NAME) };
    case 'say':
      return { type: 'say', text: word(fields, 'text', LONGEST_TEXT) };
    case 'leave':
      return { type: 'leave' };
    default:
      throw new BadMessage('“type” must be “join”, “say” or “leave”.');
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadMessage('A message must be JSON.');
  }
  if (typeof value !== 'object' || value === null) throw new BadMessage('A message must be a JSON object.');
  return Object.fromEntries(Object.entries(value));
}

function word(fields: Readonly<Record<string, unknown>>, name: string, longest: number): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '' || value.length > longest) {
    throw new BadMessage(`“${name}” must be a text of 1 to ${longest} characters.`);
  }
  return value;
}
