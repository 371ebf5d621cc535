import type { Bytes } from './bytes.ts';
import type { SortedSet } from './sorted-set.ts';
import type { Stream } from './stream.ts';

/** What a key holds. Collections are never empty (but a stream may be): the last removal removes the key. */
export type Value =
  | { readonly type: 'string'; bytes: Bytes }
  | { readonly type: 'list'; items: Bytes[] }
  | { readonly type: 'hash'; readonly fields: Map<Bytes, Bytes> }
  | { readonly type: 'set'; readonly members: Set<Bytes> }
  | { readonly type: 'zset'; readonly sorted: SortedSet }
  | { readonly type: 'stream'; readonly stream: Stream };

export type ValueType = Value['type'];
export type ValueOf<T extends ValueType> = Extract<Value, { readonly type: T }>;

export function hasType<T extends ValueType>(value: Value, type: T): value is ValueOf<T> {
  return value.type === type;
}

/** Whether a collection has nothing left, so that its key goes. */
export function isEmptied(value: Value): boolean {
  switch (value.type) {
    case 'list':
      return value.items.length === 0;
    case 'hash':
      return value.fields.size === 0;
    case 'set':
      return value.members.size === 0;
    case 'zset':
      return value.sorted.size === 0;
    case 'string':
    case 'stream':
      return false;
  }
}

export function copyOf(value: Value): Value {
  switch (value.type) {
    case 'string':
      return { ...value };
    case 'list':
      return { type: 'list', items: [...value.items] };
    case 'hash':
      return { type: 'hash', fields: new Map(value.fields) };
    case 'set':
      return { type: 'set', members: new Set(value.members) };
    case 'zset':
      return { type: 'zset', sorted: value.sorted.copy() };
    case 'stream':
      return { type: 'stream', stream: value.stream.copy() };
  }
}
