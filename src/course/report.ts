/** Where in the course somebody found a mistake, and with what. */
export interface ReportContext {
  readonly lesson: string;
  /** The page's address. */
  readonly page: string;
  /** The section that was being read; null above the first. */
  readonly section: string | null;
  /** What was selected; empty when nothing was. */
  readonly quote: string;
  readonly browser: string;
}

const MOST_QUOTED = 300;

/** How a report begins, before its author says anything. */
export function reportText({ lesson, page, section, quote, browser }: ReportContext): string {
  const text = quote.replaceAll(/\s+/g, ' ').trim();
  const quoted = text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text;
  return [
    `Lesson: ${lesson}`,
    `Section: ${section ?? 'the beginning'}`,
    `Page: ${page}`,
    `Browser: ${browser}`,
    ...(quoted === '' ? [] : [`Text: “${quoted}”`]),
    '',
    'What is wrong: ',
  ].join('\n');
}

/** The address of an issue form or a mail that holds the report. `target` is a URL; what its query says already stays. */
export function reportAddress(target: string, lesson: string, report: string): string {
  const url = new URL(target);
  const subject = url.protocol === 'mailto:' ? 'subject' : 'title';
  // URLSearchParams would write spaces as plus signs, which mail programs show as such.
  const query = Object.entries({ [subject]: `Mistake in “${lesson}”`, body: report }).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  url.search = [...(url.search === '' ? [] : [url.search.slice(1)]), ...query].join('&');
  return url.href;
}
