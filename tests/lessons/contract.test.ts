import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatContract, parseContract } from '../../playground/checks/contract.ts';
import { parseCourse } from '../../playground/checks/course.ts';
import { readExercise } from '../../playground/checks/exercise-folder.ts';
import { YamlError } from '../../playground/checks/yaml-file.ts';

const { dir } = await readExercise('reconnection');
const good = await readFile(join(dir, 'exercise.yaml'), 'utf8');

function complaints(source: string): string {
  try {
    parseContract(source, 'exercise.yaml');
  } catch (error) {
    if (error instanceof YamlError) return error.message;
    throw error;
  }
  throw new Error('This contract has no mistake.');
}

/** The line of `text` in the good contract, 1-based. */
const lineOf = (text: string) => good.slice(0, good.indexOf(text)).split('\n').length;

describe('exercise.yaml', () => {
  test('is printed with everything that it asks for', () => {
    const text = formatContract(parseContract(good, 'exercise.yaml'));
    for (const part of ['node server.ts', 'GET /events', 'Cache-Control: no-cache', 'POST /finish', 'readyState 2']) {
      expect(text).toContain(part);
    }
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('says which files stay as they are, and whether there may be others', () => {
    const source = good.replace(/^ {2}index\.html: .*$/m, '  index.html:\n    text: The page.\n    readonly: true');
    const contract = parseContract(`${source}newFiles: false\n`, 'exercise.yaml');
    expect(contract.files['index.html']).toBe('The page.');
    expect(contract.readOnly).toEqual(['index.html']);
    expect(contract.newFiles).toBe(false);
    const usual = parseContract(good, 'exercise.yaml');
    expect([usual.readOnly, usual.newFiles]).toEqual([[], true]);
    expect(complaints(source.replace('readonly: true', 'readonly: maybe'))).toContain('files.index.html');
  });

  test('a wrong type is named with file, line, column and path', () => {
    const source = good.replace('status: 204', 'status: none');
    expect(complaints(source)).toBe(
      `exercise.yaml:${lineOf('status: 204')}:17: server[0].answers[1].status: Expected a status code, a whole number`,
    );
  });

  test('an unknown key and the one that is missing', () => {
    expect(complaints(good.replace('summary: Not found.', 'sumary: Not found.'))).toBe(
      [
        `exercise.yaml:${lineOf('request: anything else')}:5: server[4].summary: Expected text`,
        `exercise.yaml:${lineOf('summary: Not found.')}:13: server[4].sumary: Unknown key`,
      ].join('\n'),
    );
  });

  test('a request that is none', () => {
    expect(complaints(good.replace('GET /stats', 'stats'))).toContain(
      'Expected a method and a path, as in “GET /events”',
    );
  });

  test('a file that is no YAML', () => {
    expect(complaints('title: [one, two')).toMatch(/^exercise\.yaml:1:\d+: /);
  });

  test('an empty file', () => {
    expect(complaints('')).toContain('exercise.yaml:1:1: Expected the keys title, summary, start');
  });
});

test('course.yaml names folders only', () => {
  expect(() => parseCourse('title: T\ngroups:\n  - title: G\n    lessons: [Two words]\n', 'course.yaml')).toThrow(
    'course.yaml:4:15: groups[0].lessons[0]: Expected the name of a folder in content/lessons',
  );
});
