import { grouped } from '../grouped.ts';
import type { Connection, Mark } from './marks.ts';
import { endSentence, milliseconds, moment } from './words.ts';

/** What a mark says, as names and values. */
export interface Field {
  readonly name: string;
  readonly value: string;
  /** Fields that came over the wire are told from what the edge measured. */
  readonly measured?: boolean;
}

function measured(name: string, value: string | null): Field[] {
  return value === null ? [] : [{ name, value, measured: true }];
}

function connectionFields(connection: Connection, peerName: (peer: string) => string): Field[] {
  const { number, peer, lane } = connection;
  return [
    ...measured('client', lane === null ? null : `#${lane.number}`),
    ...measured('connection', String(number)),
    ...measured('server', peer === null ? null : `${peerName(peer)} (${peer})`),
  ];
}

function heldFields(heldMs: number, at: number): Field[] {
  if (heldMs === 0) return measured('delivered', moment(at));
  return [
    ...measured('came from the server', moment(at - heldMs)),
    ...measured('delivered', moment(at)),
    ...measured('held by the edge', milliseconds(heldMs)),
  ];
}

const replayWords = {
  'caught-up': 'yes: it waited for this client to come back',
  again: 'yes: this client had this id before',
} as const;

/** The fields of a mark: what was said first, what was measured behind it. */
export function fieldsOf(mark: Mark, peerName: (peer: string) => string): readonly Field[] {
  const where =
    mark.connection === null ? measured('at', moment(mark.at)) : connectionFields(mark.connection, peerName);
  switch (mark.kind) {
    case 'event':
      return [
        { name: 'event', value: mark.name },
        ...(mark.eventId === null ? [] : [{ name: 'id', value: mark.eventId }]),
        { name: 'data', value: mark.data },
        ...measured('length of data', mark.length > mark.data.length ? grouped(mark.length) : null),
        ...measured('replayed', mark.replay === 'no' ? null : replayWords[mark.replay]),
        ...heldFields(mark.heldMs, mark.at),
        ...where,
      ];
    case 'comment':
      return [{ name: 'comment', value: mark.text }, ...heldFields(mark.heldMs, mark.at), ...where];
    case 'retry':
      return [{ name: 'retry', value: milliseconds(mark.delay) }, ...heldFields(mark.heldMs, mark.at), ...where];
    case 'open': {
      const { method, path, lastEventId, status, contentType, requestAt, answerAt } = mark.connection;
      return [
        { name: 'request', value: `${method} ${path}` },
        { name: 'Last-Event-ID', value: lastEventId ?? 'none' },
        { name: 'answer', value: `${status} ${contentType}` },
        ...measured('since the last one', mark.gap === null ? null : milliseconds(mark.gap)),
        ...measured('asked', moment(requestAt)),
        ...measured('until the answer', answerAt === null ? null : milliseconds(answerAt - requestAt)),
        ...where,
      ];
    }
    case 'close':
    case 'refused': {
      const { detail, reason, connection } = mark;
      return [
        { name: 'what happened', value: endSentence(reason) },
        ...measured(
          'ended by',
          detail === null ? null : { client: 'the client', upstream: 'the server', edge: 'the edge' }[detail.by],
        ),
        ...measured(
          'how',
          detail === null ? null : { complete: 'the answer was complete', fin: 'FIN', reset: 'RST' }[detail.how],
        ),
        ...measured('error log', detail?.why ?? null),
        ...measured('at', moment(mark.at)),
        ...measured('lasted', milliseconds(mark.at - connection.requestAt)),
        ...where,
      ];
    }
    case 'answer':
      return [
        { name: 'status', value: String(mark.status) },
        { name: 'Content-Type', value: mark.contentType ?? 'none' },
        ...measured('at', moment(mark.at)),
        ...where,
      ];
    case 'fault':
      return [
        { name: 'command', value: JSON.stringify(mark.command) },
        ...measured('requests open', String(mark.open)),
        ...where,
      ];
    case 'dropped':
      return [{ name: 'not reported', value: grouped(mark.count) }, ...where];
    case 'reload':
      return where;
  }
}

/** Bytes of a mark with a word of what they are; null where there are none to show. */
export interface RawBytes {
  readonly label: string;
  readonly text: string;
}

/** The bytes that belong to a mark, as far as they are kept. */
export function rawOf(mark: Mark): readonly RawBytes[] {
  switch (mark.kind) {
    case 'event':
    case 'comment':
    case 'retry':
      return mark.raw === null ? [] : [{ label: 'To the client', text: mark.raw }];
    case 'open':
    case 'answer': {
      const { requestHead, forwardedHead, answerHead } = mark.connection;
      return [
        ...(requestHead === null ? [] : [{ label: 'From the client', text: requestHead }]),
        ...(forwardedHead === null ? [] : [{ label: 'On to the server', text: forwardedHead }]),
        ...(answerHead === null ? [] : [{ label: 'From the server', text: answerHead }]),
      ];
    }
    case 'refused':
      return mark.connection.requestHead === null
        ? []
        : [{ label: 'From the client', text: mark.connection.requestHead }];
    default:
      return [];
  }
}

/** A piece of bytes as it can be shown: text, or a character that cannot be seen. */
export interface Shown {
  readonly text: string;
  readonly control: boolean;
}

const signs: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t', '\0': '\\0' };

/** Makes line ends and other control characters visible; each line keeps its break. */
export function visible(text: string): readonly Shown[] {
  const shown: Shown[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  for (const [part] of text.matchAll(/[^\u0000-\u001f]+|\r\n|[\u0000-\u001f]/g)) {
    const control = part < ' ';
    const sign = [...part].map((character) => signs[character] ?? '�').join('');
    shown.push({ text: control ? (/[\r\n]$/.test(part) ? `${sign}\n` : sign) : part, control });
  }
  return shown;
}
