import { describe, expect, it } from 'vitest';
import { reportAddress, reportText } from '../../../src/course/report.ts';

const context = {
  lesson: 'Resume & co',
  page: 'https://example.org/lessons/resume/#see-it-fail',
  section: 'See it fail',
  quote: '',
  browser: 'Firefox 153',
};

describe('a report', () => {
  it('says where it was written, with what was selected', () => {
    expect(reportText({ ...context, quote: ' two\n words ' })).toBe(
      [
        'Lesson: Resume & co',
        'Section: See it fail',
        'Page: https://example.org/lessons/resume/#see-it-fail',
        'Browser: Firefox 153',
        'Text: “two words”',
        '',
        'What is wrong: ',
      ].join('\n'),
    );
  });

  it('quotes no more than 300 characters, and nothing when nothing was selected', () => {
    expect(reportText({ ...context, quote: 'x'.repeat(400) })).toContain(`Text: “${'x'.repeat(300)}…”`);
    expect(reportText(context)).not.toContain('Text:');
  });

  it('goes into an issue form whose address has a query already', () => {
    const url = new URL(reportAddress('https://example.org/issues/new?template=mistake.md', 'Resume & co', 'a b\n1+1'));
    expect([...url.searchParams]).toEqual([
      ['template', 'mistake.md'],
      ['title', 'Mistake in “Resume & co”'],
      ['body', 'a b\n1+1'],
    ]);
  });

  it('goes into a mail without plus signs for spaces', () => {
    expect(reportAddress('mailto:course@example.org', 'Resume', 'a b')).toBe(
      'mailto:course@example.org?subject=Mistake%20in%20%E2%80%9CResume%E2%80%9D&body=a%20b',
    );
  });
});
