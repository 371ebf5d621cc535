import type { EdgeEvent } from '../../../../playground/lab/edge/protocol.ts';
import { type WireLimits, WireModel } from '../../../../src/workbench/wire/wire-model.ts';

interface Asked {
  readonly path?: string;
  readonly lastEventId?: string | null;
  readonly source?: string;
}

export function request(
  connection: number,
  at: number,
  { path = '/events', lastEventId = null, source }: Asked = {},
): EdgeEvent {
  const tag = source === undefined ? {} : { source };
  return { type: 'request', at, connection, method: 'GET', path, lastEventId, ...tag };
}

export function stream(connection: number, at: number): EdgeEvent {
  return { type: 'response', at, connection, status: 200, contentType: 'text/event-stream; charset=utf-8' };
}

/** A request for a stream, and its answer 2 ms later. */
export function connect(connection: number, at: number, asked: Asked = {}): EdgeEvent[] {
  return [request(connection, at, asked), stream(connection, at + 2)];
}

export function event(connection: number, at: number, id: string | null, data = 'x'): EdgeEvent {
  return { type: 'event', at, connection, id, event: 'order', data, length: data.length };
}

export function bytes(connection: number, at: number, text: string, size = text.length): EdgeEvent {
  return { type: 'bytes', at, connection, direction: 'to-client', size, encoding: 'utf8', bytes: text };
}

export function close(
  connection: number,
  at: number,
  reason: 'client' | 'server' | 'cut' | 'reset' | 'refused',
): EdgeEvent {
  return { type: 'close', at, connection, reason };
}

/** A model that was told all of it, each thing as soon as it happened. */
export function modelOf(events: readonly EdgeEvent[], limits?: WireLimits): WireModel {
  const model = new WireModel(limits);
  for (const each of events) model.append(each, each.at);
  return model;
}
