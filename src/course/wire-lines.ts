export interface WireLine {
  /** The field's name with its colon; empty for a blank line. */
  readonly name: string;
  readonly value: string;
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
};

/** Lines of an event stream out of rendered Markdown: markup goes, blank lines stay, for they end events. */
export function wireLines(html: string): readonly WireLine[] {
  const text = html.replace(/<[^>]+>/g, '').replace(/&[#\w]+;/g, (entity) => entities[entity] ?? entity);
  return text
    .replace(/^\n+|\s+$/g, '')
    .concat('\n')
    .split('\n')
    .map((line) => {
      const colon = line.indexOf(':');
      return colon === -1
        ? { name: '', value: line }
        : { name: line.slice(0, colon + 1), value: line.slice(colon + 1) };
    });
}
