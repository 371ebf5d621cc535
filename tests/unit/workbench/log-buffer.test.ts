import { describe, expect, test } from 'vitest';
import type { OutputChunk } from '../../../playground/session/types.ts';
import { LogBuffer } from '../../../src/workbench/log-buffer.ts';

function chunk(text: string, over: Partial<OutputChunk> = {}): OutputChunk {
  return { source: 'server', process: null, at: 1, level: 'out', text, ...over };
}

const texts = (log: LogBuffer) => log.lines().map(({ text }) => text);

describe('LogBuffer', () => {
  test('splits chunks into lines', () => {
    const log = new LogBuffer();
    log.append(chunk('one\ntwo\n\nfour\n'));
    expect(texts(log)).toEqual(['one', 'two', '', 'four']);
  });

  test('goes on with a line that a chunk left open', () => {
    const log = new LogBuffer();
    log.append(chunk('ha'));
    expect(texts(log)).toEqual(['ha']);
    log.append(chunk('lf\nnext'));
    expect(texts(log)).toEqual(['half', 'next']);
  });

  test('keeps the open lines of several sources apart', () => {
    const log = new LogBuffer();
    log.append(chunk('ser'));
    log.append(chunk('page\n', { source: 'preview' }));
    log.append(chunk('oops', { level: 'error' }));
    log.append(chunk('ver\n'));
    expect(texts(log)).toEqual(['server', 'page', 'oops']);
    expect(log.lines().map(({ source, level }) => `${source} ${level}`)).toEqual([
      'server out',
      'preview out',
      'server error',
    ]);
  });

  test('keeps the last lines of a flood and counts the others', () => {
    const log = new LogBuffer(5000);
    log.append(chunk(Array.from({ length: 100_000 }, (_, index) => `line ${index}\n`).join('')));
    expect(log.lines()).toHaveLength(5000);
    expect(texts(log)[0]).toBe('line 95000');
    expect(texts(log).at(-1)).toBe('line 99999');
    expect(log.dropped).toBe(95_000);
  });

  test('drops nothing up to its limit', () => {
    const log = new LogBuffer(3);
    log.append(chunk('1\n2\n3\n'));
    expect(log.dropped).toBe(0);
    log.append(chunk('4\n'));
    expect(log.dropped).toBe(1);
    expect(texts(log)).toEqual(['2', '3', '4']);
  });

  test('gives every line an id of its own, also after trimming', () => {
    const log = new LogBuffer(2);
    for (let index = 0; index < 20; index++) log.append(chunk(`${index}\n`));
    expect(log.lines().map(({ id }) => id)).toEqual([18, 19]);
  });

  test('forgets everything when cleared', () => {
    const log = new LogBuffer(1);
    log.append(chunk('a\nb\nopen'));
    log.clear();
    log.append(chunk('fresh\n'));
    expect(texts(log)).toEqual(['fresh']);
    expect(log.dropped).toBe(0);
  });

  test('removes colours and carriage returns', () => {
    const log = new LogBuffer();
    log.append(chunk('\u001b[31mred\u001b[0m\r\n'));
    expect(texts(log)).toEqual(['red']);
  });

  test('cuts a line that never ends, and says so', () => {
    const log = new LogBuffer();
    log.append(chunk('x'.repeat(12_000)));
    expect(texts(log)[0]).toHaveLength(10_000 + ' … 2,000 more characters'.length);
    expect(texts(log)[0]).toMatch(/ … 2,000 more characters$/);
  });

  test('counts what is cut from a line that arrives in pieces', () => {
    const log = new LogBuffer();
    for (let index = 0; index < 12; index++) log.append(chunk('y'.repeat(1000)));
    expect(texts(log)[0]).toMatch(/^y{10000} … 2,000 more characters$/);
  });
});
