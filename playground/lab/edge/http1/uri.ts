export interface RequestUri {
  /** Decoded, dot segments and repeated slashes resolved. One character per byte. */
  readonly uri: string;
  /** Without the question mark. */
  readonly args: string;
  /** The target's own path and query, without scheme and host. */
  readonly unparsed: string;
  /** Whether something in it was percent-encoded: what is made of the decoded path must be encoded again. */
  readonly quoted: boolean;
}

/** What a request target means. Null for one that leaves the root, or is malformed: nginx answers 400. */
export function parseTarget(target: string, mergeSlashes: boolean): RequestUri | null {
  const unparsed = target.replace(/^https?:\/\/[^/?#]*/i, '') || '/';
  const [, written = '', args = ''] = /^([^?#]*)(?:\?([^#]*))?/.exec(unparsed) ?? [];
  if (!written.startsWith('/') || /%(?![0-9a-f]{2})/i.test(written)) return null;
  const decoded = written.replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  if (decoded.includes('\0')) return null;
  const uri = resolveDots(decoded, mergeSlashes);
  return uri === null ? null : { uri, args, unparsed: unparsed.replace(/#.*$/, ''), quoted: written.includes('%') };
}

function resolveDots(path: string, mergeSlashes: boolean): string | null {
  const segments = path.split('/').slice(1);
  const kept: string[] = [];
  for (const [at, segment] of segments.entries()) {
    const isLast = at === segments.length - 1;
    if (segment === '..') {
      if (kept.length === 0) return null;
      kept.pop();
      if (isLast) kept.push('');
    } else if (segment === '.') {
      if (isLast) kept.push('');
    } else if (segment !== '' || isLast || !mergeSlashes) kept.push(segment);
  }
  return `/${kept.join('/')}`;
}

/** Percent-encodes what cannot stand in a path on the wire. */
export function escapeUri(path: string): string {
  return path.replace(/[\0-\x20#%?\x7F-\xFF]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}
