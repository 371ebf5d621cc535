import type { Scope } from '../config/scope.ts';
import { ignoreInvalidHeaders, largeClientHeaderBuffers, underscoresInHeaders } from '../config/settings/core.ts';
import { splitHead } from '../http1/head-bytes.ts';
import { parseRequestHead, type RequestHead } from '../http1/request-head.ts';

export type HeadResult =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'head'; readonly head: RequestHead; readonly length: number; readonly rest: Buffer }
  | { readonly kind: 'refused'; readonly status: number; readonly line: string; readonly problem: string };

/** nginx's number for a head that does not fit; the client sees 400. */
const HEAD_TOO_LARGE = 494;
const LINE_TOO_LONG = 414;

const SHOWN_LINE = 200;

function refused(status: number, text: string, problem: string): HeadResult {
  return { kind: 'refused', status, line: text.split('\r\n', 1)[0]!.slice(0, SHOWN_LINE), problem };
}

function tooLarge(status: number, text: string): HeadResult {
  return refused(
    status,
    text,
    status === LINE_TOO_LONG ? 'client sent too long URI' : 'client sent too long header line',
  );
}

/** Looks for a request's head at the beginning of what a client sent, within `large_client_header_buffers`. */
export function readHead(input: Buffer, scope: Scope): HeadResult {
  const { count, size } = largeClientHeaderBuffers.get(scope);
  const bytes = splitHead(input);
  if (!bytes) {
    const text = input.toString('latin1');
    const line = text.slice(text.lastIndexOf('\n') + 1);
    if (line.length >= size) return tooLarge(text.includes('\n') ? HEAD_TOO_LARGE : LINE_TOO_LONG, text);
    return text.length > size * count ? tooLarge(HEAD_TOO_LARGE, text) : { kind: 'incomplete' };
  }
  const [first = '', ...rest] = bytes.lines;
  if (first.length + '\r\n'.length > size) return tooLarge(LINE_TOO_LONG, first);
  const hasLongLine = rest.some((line) => line.length + '\r\n'.length >= size);
  if (hasLongLine || bytes.length > size * count) return tooLarge(HEAD_TOO_LARGE, first);
  const parsed = parseRequestHead(bytes.lines, {
    underscores: underscoresInHeaders.get(scope),
    ignoreInvalid: ignoreInvalidHeaders.get(scope),
  });
  if (parsed.kind === 'invalid') return refused(parsed.status, parsed.line, parsed.problem);
  return { kind: 'head', head: parsed.head, length: bytes.length, rest: bytes.rest };
}
