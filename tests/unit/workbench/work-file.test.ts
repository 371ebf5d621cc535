import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileToSave } from '../../../src/workbench/course-store.ts';
import { planImport, readWork, type Work, WorkFileError, writeWork } from '../../../src/workbench/work-file.ts';

const at = new Date('2026-11-30T12:00:00Z');
const file = (lesson: string, name: string, text: string, base: string | null = null): FileToSave => ({
  lesson,
  file: name,
  text,
  base,
});
const work: Work = {
  exportedAt: at,
  files: [file('resume', 'server.ts', 'mine\n', 'starter\n'), file('playground/chat', 'client.ts', '')],
  progress: [{ lesson: 'resume', solvedAt: 1_700_000_000_000 }],
  visits: [
    { lesson: 'resume', section: { id: 'the-exercise', title: 'The exercise' }, visitedAt: 1_700_000_000_001 },
    { lesson: 'proxies', section: null, visitedAt: 1_700_000_000_002 },
  ],
};

describe('a file with everything', () => {
  test('brings back what was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.option(fc.string({ unit: 'binary' })), async (text, base) => {
        const given = {
          ...work,
          files: [...work.files, file('heartbeats', 'experiments/silence/server.ts', text, base)],
        };
        expect(readWork(writeWork(given))).toEqual(given);
      }),
    );
  });

  test('that is damaged anywhere is refused with a sentence, or reads as something whole', () => {
    const whole = writeWork(work);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(20), fc.string({ maxLength: 3 }), (start, length, instead) => {
        const changed = whole.slice(0, start) + instead + whole.slice(start + length);
        try {
          for (const { text } of readWork(changed).files) expect(text).toBeTypeOf('string');
        } catch (error) {
          expect(error).toBeInstanceOf(WorkFileError);
          expect(String(error)).toMatch(/^Error: .+\.$/s);
        }
      }),
      { numRuns: 2000 },
    );
  });

  const changed = (change: object) => JSON.stringify({ ...JSON.parse(writeWork(work)), ...change });
  test.each([
    ['nothing', '', 'it is no JSON'],
    ['a half', writeWork(work).slice(0, 200), 'or it was cut'],
    ['somebody else’s JSON', '{"name":"package"}', 'not a file that this page has exported'],
    ['null', 'null', 'not a file that this page has exported'],
    ['a later version', changed({ version: 2 }), 'by a newer version of this site'],
    ['no version', changed({ version: 'x' }), 'which version'],
    ['no time', changed({ exportedAt: 'soon' }), 'when it is from'],
    ['no list', changed({ files: {} }), 'no list of files'],
    ['a visit to nowhere', changed({ visits: [{ lesson: 'resume', visitedAt: 1 }] }), 'visits[0] does not say where'],
    ['a visit at no time', changed({ visits: [{ lesson: 'resume', section: null }] }), 'visits[0] does not say when'],
    ['no text', changed({ files: [{ lesson: 'resume', file: 'a.ts', base: null }] }), 'the text of a.ts is missing'],
    [
      'a path above',
      changed({ files: [{ lesson: 'resume', file: '../a', text: '', base: null }] }),
      'no name for a file',
    ],
    ['a strange lesson', changed({ files: [{ lesson: '../x', file: 'a', text: '', base: null }] }), 'names no lesson'],
    ['a strange base', changed({ files: [{ lesson: 'x', file: 'a', text: '', base: 1 }] }), 'neither a text nor null'],
    ['a strange progress', changed({ progress: [{ lesson: 'x', solvedAt: 'then' }] }), 'does not say when'],
  ])('that is %s says what is wrong', (_, source, message) => {
    expect(() => readWork(source)).toThrow(message);
    expect(() => readWork(source)).toThrow(WorkFileError);
  });
});

test('a file from before there were visits is read without them', () => {
  const { visits: _, ...before } = JSON.parse(writeWork(work));
  expect(readWork(JSON.stringify(before))).toEqual({ ...work, visits: [] });
});

test('an import says what it would replace, add and leave', () => {
  const here = {
    files: [
      file('resume', 'server.ts', 'other'),
      file('resume', 'store.ts', 'kept'),
      file('proxies', 'nginx.conf', '#'),
    ],
    progress: [{ lesson: 'proxies', solvedAt: 1 }],
  };
  const wanted = { ...work, files: [...work.files, file('resume', 'store.ts', 'kept')] };
  const plan = planImport(wanted, here);
  expect(plan.replaced.map(({ file }) => file)).toEqual(['server.ts']);
  expect(plan.added.map(({ file }) => file)).toEqual(['client.ts']);
  expect(plan.unchanged.map(({ file }) => file)).toEqual(['store.ts']);
  expect(plan.solved.map(({ lesson }) => lesson)).toEqual(['resume']);
});
