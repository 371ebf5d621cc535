import { describe, expect, test } from 'vitest';
import type { OutputChunk } from '../../../playground/session/types.ts';
import { plainText } from '../../../src/workbench/ansi.ts';
import { LogBuffer } from '../../../src/workbench/log-buffer.ts';

const all = 1_000_000;

function chunk(text: string, over: Partial<OutputChunk> = {}): OutputChunk {
  return { source: 'server', process: null, at: 1, level: 'out', text, ...over };
}

const texts = (log: LogBuffer) => log.tail(all).map(({ text }) => text);

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

  test('tells once which line has grown', () => {
    const log = new LogBuffer();
    log.append(chunk('first\nse'));
    expect(log.takeEdited()).toBe(Number.POSITIVE_INFINITY);
    log.append(chunk('page\n', { source: 'preview' }));
    log.append(chunk('cond\n'));
    expect(log.takeEdited()).toBe(1);
    expect(log.takeEdited()).toBe(Number.POSITIVE_INFINITY);
  });

  test('keeps the open lines of several sources apart', () => {
    const log = new LogBuffer();
    log.append(chunk('ser'));
    log.append(chunk('page\n', { source: 'preview' }));
    log.append(chunk('oops', { level: 'error' }));
    log.append(chunk('ver\n'));
    expect(texts(log)).toEqual(['server', 'page', 'oops']);
    expect(log.tail(all).map(({ source, level }) => `${source} ${level}`)).toEqual([
      'server out',
      'preview out',
      'server error',
    ]);
  });

  test('keeps the last lines of a flood and counts the others', () => {
    const log = new LogBuffer(5000);
    log.append(chunk(Array.from({ length: 100_000 }, (_, index) => `line ${index}\n`).join('')));
    const kept = texts(log);
    expect(kept.length).toBeGreaterThanOrEqual(5000);
    expect(kept.length).toBeLessThan(5000 + 4096);
    expect(kept[0]).toBe(`line ${log.first}`);
    expect(kept.at(-1)).toBe('line 99999');
    expect(log.dropped).toBe(100_000 - kept.length);
    expect(log.line(log.first - 1)).toBeUndefined();
  });

  test('keeps a million lines', () => {
    const log = new LogBuffer();
    const block = Array.from({ length: 10_000 }, (_, index) => `GET /events ${index}\n`).join('');
    for (let index = 0; index < 100; index++) log.append(chunk(block));
    expect(log.dropped).toBe(0);
    expect(log.end - log.first).toBe(1_000_000);
    expect(log.line(123_456)?.text).toBe('GET /events 3456');
  });

  test('splits a large chunk in slices of time, in order with what came after it', () => {
    const log = new LogBuffer();
    log.enqueue(chunk('line\n'.repeat(10_000)));
    log.enqueue(chunk('after\n', { source: 'preview' }));
    expect(log.settle(performance.now() - 1)).toBe(false);
    expect(log.end).toBeLessThan(10_000);
    while (!log.settle(performance.now() + 1));
    expect(log.end).toBe(10_001);
    expect(texts(log).at(-1)).toBe('after');
  });

  test('knows the processes that printed', () => {
    const log = new LogBuffer();
    log.append(chunk('a\n', { process: 'server 1' }));
    log.append(chunk('b\n', { source: 'preview' }));
    expect([...log.processes]).toEqual([
      ['server 1', 'server'],
      ['page', 'preview'],
    ]);
  });

  test('forgets everything when cleared, and numbers go on', () => {
    const log = new LogBuffer();
    log.append(chunk('a\nb\nopen'));
    log.clear();
    log.append(chunk('fresh\n'));
    expect(texts(log)).toEqual(['fresh']);
    expect(log.first).toBe(3);
    expect(log.dropped).toBe(0);
  });

  test('carries a colour that was left on to the next line of the same process', () => {
    const log = new LogBuffer();
    log.append(chunk('\u001b[31mred\nstill red\u001b[0m\nplain\n'));
    expect(texts(log)).toEqual(['\u001b[31mred', '\u001b[31mstill red\u001b[0m', 'plain']);
    expect(texts(log).map(plainText)).toEqual(['red', 'still red', 'plain']);
  });

  test('removes the carriage return before a line feed', () => {
    const log = new LogBuffer();
    log.append(chunk('one\r\ntwo\r\n'));
    expect(texts(log)).toEqual(['one', 'two']);
  });

  test('cuts a line that never ends, and says so', () => {
    const log = new LogBuffer();
    log.append(chunk('x'.repeat(12_000)));
    expect(texts(log)[0]).toBe(`${'x'.repeat(10_000)} … 2,000 more characters`);
  });

  test('counts what is cut from a line that arrives in pieces', () => {
    const log = new LogBuffer();
    for (let index = 0; index < 12; index++) log.append(chunk('y'.repeat(1000)));
    expect(texts(log)[0]).toMatch(/^y{10000} … 2,000 more characters$/);
  });
});
