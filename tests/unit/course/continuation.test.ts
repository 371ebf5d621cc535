import { describe, expect, it } from 'vitest';
import { continuation } from '../../../src/course/continuation.ts';

const lessons = ['one', 'two', 'three'];
const section = { id: 'see-it-fail', title: 'See it fail' };
const visit = (lesson: string, visitedAt: number, at: typeof section | null = null) => ({
  lesson,
  visitedAt,
  section: at,
});
const solved = (...slugs: string[]) => new Set(slugs);

describe('where a reader goes on', () => {
  it.each([
    ['begins with the first lesson', [], solved(), { lesson: 'one', section: null, reason: 'begin' }],
    [
      'goes on where the last visit ended',
      [visit('two', 5, section), visit('one', 3)],
      solved(),
      { lesson: 'two', section, reason: 'continue' },
    ],
    [
      'after a solved lesson comes the next',
      [visit('one', 3)],
      solved('one'),
      { lesson: 'two', section: null, reason: 'next' },
    ],
    [
      'what was solved before is passed over, and a section that was reached is kept',
      [visit('one', 9), visit('three', 2, section)],
      solved('one', 'two'),
      { lesson: 'three', section, reason: 'next' },
    ],
    [
      'after the last one comes what was left out',
      [visit('three', 9)],
      solved('two', 'three'),
      { lesson: 'one', section: null, reason: 'next' },
    ],
    ['without a visit, what is solved counts', [], solved('one'), { lesson: 'two', section: null, reason: 'next' }],
    [
      'when everything is solved it begins anew',
      [visit('two', 1)],
      solved('one', 'two', 'three'),
      { lesson: 'one', section: null, reason: 'all-solved' },
    ],
    [
      'a lesson that the course no longer has is forgotten',
      [visit('gone', 9), visit('one', 3)],
      solved(),
      { lesson: 'one', section: null, reason: 'continue' },
    ],
  ] as const)('%s', (_, visits, done, expected) => {
    expect(continuation(lessons, visits, done)).toEqual(expected);
  });

  it('is nowhere in a course without lessons', () => {
    expect(continuation([], [visit('one', 1)], solved())).toBeNull();
  });
});
