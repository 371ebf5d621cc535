import type { CloseDetail, CloseReason, FaultCommand } from '../../../playground/lab/edge/protocol.ts';
import { activeFaults, afterFault, healthy } from '../faults/fault-state.ts';
import { grouped } from '../grouped.ts';
import type { EventMark, Mark } from './marks.ts';

/** `2,004 ms`. */
export function milliseconds(value: number): string {
  return `${grouped(Math.round(value))} ms`;
}

/** `12.04 s`, as the table and the details show a moment. */
export function moment(at: number): string {
  return `${(at / 1000).toFixed(2)} s`;
}

/** How a connection ended, so that kinds can be told apart at a glance. */
export type EndShape = 'end' | 'fin' | 'rst' | 'timeout' | 'client';

/** What the end of a connection looks like to its client. */
export function endShape(reason: CloseReason, detail: CloseDetail | null): EndShape {
  if (reason === 'client') return 'client';
  if (reason === 'timeout') return 'timeout';
  if (reason === 'reset' || detail?.how === 'reset') return 'rst';
  if (reason === 'server' && detail?.how !== 'fin') return 'end';
  return 'fin';
}

const shortEnds: Record<CloseReason, string> = {
  client: 'closed by the client',
  server: 'ended by the server',
  cut: 'FIN: cut by you',
  reset: 'RST: cut by you',
  refused: 'refused',
  'upstream-error': 'FIN: server lost',
  timeout: 'FIN: timeout',
  shutdown: 'FIN: proxy left',
};

const longEnds: Record<CloseReason, string> = {
  client: 'The client closed it.',
  server: 'The server ended its answer.',
  cut: 'A fault ended it with FIN, as a proxy’s idle timeout does.',
  reset: 'A fault ended it with RST, as a firewall that forgot the connection does.',
  refused: 'The connection was closed without an answer.',
  'upstream-error': 'The server went away in the middle of its answer.',
  timeout: 'A timeout of the proxy ended it.',
  shutdown: 'The proxy was reloaded or stopped.',
};

/** The end of a connection in two or three words. */
export function endWords(reason: CloseReason): string {
  return shortEnds[reason];
}

const endShapes: Record<EndShape, string> = {
  end: 'end',
  fin: 'FIN',
  rst: 'RST',
  timeout: 'timeout',
  client: 'closed',
};

/** The end of a connection in one word. */
export function endWord({
  reason,
  detail,
}: {
  readonly reason: CloseReason;
  readonly detail: CloseDetail | null;
}): string {
  return endShapes[endShape(reason, detail)];
}

/** The end of a connection in a sentence. */
export function endSentence(reason: CloseReason): string {
  return longEnds[reason];
}

/** A command of the faults panel in a few words. */
export function faultWords(command: FaultCommand): string {
  switch (command.type) {
    case 'cut':
      return command.how === 'fin' ? 'cut with FIN' : 'cut with RST';
    case 'heal':
      return 'healed';
    default: {
      const [active] = activeFaults(afterFault(healthy, command));
      return active?.label ?? `${command.type.replace('-', ' ')} off`;
    }
  }
}

function eventTitle({ name, eventId }: EventMark): string {
  return eventId === null ? name : `${name} · id ${eventId}`;
}

/** What a mark is, as short as the table has room. */
export function markTitle(mark: Mark): string {
  switch (mark.kind) {
    case 'event':
      return eventTitle(mark);
    case 'comment':
      return 'comment';
    case 'retry':
      return `retry ${milliseconds(mark.delay)}`;
    case 'open':
      return mark.gap === null ? 'connected' : `back after ${milliseconds(mark.gap)}`;
    case 'close':
      return endWords(mark.reason);
    case 'refused':
      return mark.reason === 'refused' ? 'refused' : `no answer, ${endWords(mark.reason)}`;
    case 'answer':
      return `answered ${mark.status}`;
    case 'fault':
      return faultWords(mark.command);
    case 'reload':
      return 'configuration reloaded';
    case 'dropped':
      return `${grouped(mark.count)} not shown`;
  }
}

/** What else there is to say of a mark, in one line. */
export function markDetail(mark: Mark): string {
  switch (mark.kind) {
    case 'event':
      return mark.data;
    case 'comment':
      return `:${mark.text}`;
    case 'open': {
      const { lastEventId, path } = mark.connection;
      return lastEventId === null ? path : `Last-Event-ID: ${lastEventId}`;
    }
    case 'close':
      return mark.detail?.why ?? '';
    case 'refused':
      return mark.detail?.why ?? 'closed without an answer';
    case 'answer':
      return mark.status === 204 ? 'the server asks for no reconnection' : 'no event stream: EventSource gives up';
    case 'fault':
      return mark.open === 1 ? '1 request was open' : `${mark.open} requests were open`;
    case 'dropped':
      return 'faster than the picture';
    case 'retry':
    case 'reload':
      return '';
  }
}
