import { describe, expect, test } from 'vitest';
import type { OutputChunk } from '../../../playground/session/types.ts';
import { LogBuffer } from '../../../src/workbench/log-buffer.ts';
import { LogRows } from '../../../src/workbench/log-rows.ts';
import { LogWindow } from '../../../src/workbench/log-window.ts';

function chunk(text: string, over: Partial<OutputChunk> = {}): OutputChunk {
  return { source: 'server', process: null, at: 1, level: 'out', text, ...over };
}

function rowsOf(log: LogBuffer, columns = 10): LogRows {
  const rows = new LogRows(log);
  rows.columns = columns;
  settle(rows);
  return rows;
}

function settle(rows: LogRows): void {
  while (!rows.advance(performance.now() + 1000));
}

const texts = (rows: LogRows) => Array.from({ length: rows.count }, (_, index) => rows.line(index)?.text);
const begins = (rows: LogRows) => Array.from({ length: rows.count }, (_, index) => rows.rowOf(index));

describe('LogRows', () => {
  test('wraps long lines, counts wide characters twice, and gives an empty line a row', () => {
    const log = new LogBuffer();
    log.append(chunk(`\nshort\n${'x'.repeat(25)}\n漢字漢字漢字\nlast\n`));
    const rows = rowsOf(log);
    expect(begins(rows)).toEqual([0, 1, 2, 5, 7]);
    expect(rows.rows).toBe(8);
    expect([0, 1, 2, 3, 4, 5, 6, 7, 99].map((row) => rows.indexAt(row))).toEqual([0, 1, 2, 2, 2, 3, 3, 4, 4]);
    expect(rowsOf(new LogBuffer()).indexAt(0)).toBe(0);
  });

  test('does not count colours', () => {
    const log = new LogBuffer();
    log.append(chunk('\u001b[31mtencolumns\u001b[0m\n'));
    expect(rowsOf(log).rows).toBe(1);
  });

  test('wraps anew when the window changes its width', () => {
    const log = new LogBuffer();
    log.append(chunk(`${'x'.repeat(25)}\nend\n`));
    const rows = rowsOf(log);
    rows.columns = 25;
    expect(begins(rows)).toEqual([0, 1]);
  });

  test('looks again at a line that has grown, and at those after it', () => {
    const log = new LogBuffer();
    log.append(chunk('part'));
    log.append(chunk('page\n', { source: 'preview' }));
    const rows = rowsOf(log);
    log.append(chunk(' and more of it\n'));
    settle(rows);
    expect(texts(rows)).toEqual(['part and more of it', 'page']);
    expect(begins(rows)).toEqual([0, 2]);
  });

  test('leaves out processes, and lines without the text', () => {
    const log = new LogBuffer();
    log.append(chunk('GET /events\n', { process: 'one' }));
    log.append(chunk('get /stats\n', { process: 'two' }));
    log.append(chunk('POST /orders\n', { process: 'one' }));
    const rows = rowsOf(log);
    rows.filter = { hidden: new Set(), text: 'Get' };
    settle(rows);
    expect(texts(rows)).toEqual(['GET /events', 'get /stats']);
    rows.filter = { hidden: new Set(['one']), text: '' };
    settle(rows);
    expect(texts(rows)).toEqual(['get /stats']);
  });

  test('forgets what the log has dropped', () => {
    const log = new LogBuffer(10);
    const rows = rowsOf(log);
    for (let index = 0; index < 6; index++) {
      log.append(chunk(Array.from({ length: 1500 }, (_, line) => `${index} ${line}\n`).join('')));
      settle(rows);
    }
    expect(rows.count).toBe(log.end - log.first);
    expect(rows.rowOf(0)).toBe(0);
    expect(rows.line(0)?.id).toBe(log.first);
    expect(rows.rows).toBe(rows.count);
  });

  test('begins anew when the log is cleared', () => {
    const log = new LogBuffer();
    log.append(chunk('a\nb'));
    const rows = rowsOf(log);
    log.clear();
    log.append(chunk('c\n'));
    settle(rows);
    expect(texts(rows)).toEqual(['c']);
  });

  test('stops at its deadline and goes on', () => {
    const log = new LogBuffer();
    log.append(chunk('line\n'.repeat(10_000)));
    const rows = new LogRows(log);
    expect(rows.advance(performance.now() - 1)).toBe(false);
    expect(rows.count).toBeLessThan(10_000);
    settle(rows);
    expect(rows.count).toBe(10_000);
  });
});

describe('LogWindow', () => {
  test('scrolls a short log one to one', () => {
    const view = new LogWindow(1000, 400);
    expect(view.scrollHeight).toBe(20_000);
    expect(view.offset(1234)).toBe(1234);
  });

  test('reaches the last line of a million', () => {
    const view = new LogWindow(1_000_000, 400);
    expect(view.scrollHeight).toBeLessThan(17_000_000);
    expect(view.offset(0)).toBe(0);
    expect(view.offset(view.scrollHeight - 400)).toBe(20_000_000 - 400);
  });
});
