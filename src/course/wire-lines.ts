export interface WireLine {
  /** The field's name with its colon; empty for a blank line. */
  readonly name: string;
  readonly value: string;
  /** As source code writes it. */
  readonly end: '\\n' | '\\r\\n';
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
};

/**
 * Lines of an event stream out of rendered Markdown: markup goes, blank lines stay, for they end events. Where HTTP's
 * head comes first, its lines end as HTTP's do.
 */
export function wireLines(html: string): readonly WireLine[] {
  const text = html.replace(/<[^>]+>/g, '').replace(/&[#\w]+;/g, (entity) => entities[entity] ?? entity);
  const lines = text
    .replace(/^\n+|\s+$/g, '')
    .concat('\n')
    .split('\n');
  const headEnd = lines[0]?.startsWith('HTTP/') ? lines.indexOf('') : -1;
  return lines.map((line, index) => {
    const end = index <= headEnd ? '\\r\\n' : '\\n';
    const colon = line.indexOf(':');
    if (colon === -1) return { name: '', value: line, end };
    return { name: line.slice(0, colon + 1), value: line.slice(colon + 1), end };
  });
}
