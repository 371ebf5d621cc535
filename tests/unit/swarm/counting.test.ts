import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '#lab/port-arguments.ts';
import { parseArguments } from '#lab/swarm/arguments.ts';
import { ConnectRate } from '#lab/swarm/connect-rate.ts';
import { readFacts } from '#lab/swarm/event-facts.ts';
import { Histogram } from '#lab/swarm/histogram.ts';
import { SequenceTracker } from '#lab/swarm/sequence.ts';

function countsOf(numbers: readonly number[]) {
  const tracker = new SequenceTracker();
  for (const number of numbers) tracker.see(number);
  return tracker.counts;
}

describe('sequences', () => {
  it.each([
    [[1, 2, 3], { lost: 0, duplicated: 0, reordered: 0 }],
    [[7, 8, 9], { lost: 0, duplicated: 0, reordered: 0 }],
    [[1, 2, 5], { lost: 2, duplicated: 0, reordered: 0 }],
    [[1, 2, 2, 1, 3], { lost: 0, duplicated: 2, reordered: 0 }],
    [[1, 3, 2], { lost: 0, duplicated: 0, reordered: 1 }],
    [[5, 3], { lost: 1, duplicated: 0, reordered: 1 }],
  ])('%j', (numbers, counts) => {
    expect(countsOf(numbers)).toEqual(counts);
  });

  it('are counted as a list of all numbers would', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1 }), (numbers) => {
        const seen = new Set(numbers);
        const expected = { lost: Math.max(...seen) - Math.min(...seen) + 1 - seen.size, duplicated: 0, reordered: 0 };
        numbers.forEach((number, index) => {
          const before = numbers.slice(0, index);
          if (before.includes(number)) expected.duplicated++;
          else if (before.some((other) => other > number)) expected.reordered++;
        });
        expect(countsOf(numbers)).toEqual(expected);
      }),
    );
  });
});

describe('percentiles', () => {
  it('are off by little more than a hundredth', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: 0, max: 100_000, noNaN: true }), { minLength: 1 }), (values) => {
        const histogram = new Histogram();
        for (const value of values) histogram.record(value);
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(values.length / 2) - 1] ?? 0;
        const p50 = histogram.percentiles()?.p50 ?? -1;
        expect(Math.abs(p50 - exact)).toBeLessThanOrEqual((exact + 1) * 0.011 + 0.06);
      }),
    );
  });

  it('of nothing are unknown', () => {
    expect(new Histogram().percentiles()).toBeNull();
  });
});

it('connects are counted by tenths of a second', () => {
  const rate = new ConnectRate();
  for (const at of [0, 50, 99, 100, 450]) rate.record(at);
  expect(rate.peak).toBe(3);
  expect(rate.total).toBe(5);
});

it.each([
  ['7', 'text', null, { sequence: 7, sentAt: null }],
  ['a7', '{"seq":3,"sentAt":1000}', null, { sequence: null, sentAt: 1000 }],
  [null, '{"seq":3,"timestamp":"1970-01-01T00:00:01Z"}', 'seq', { sequence: 3, sentAt: 1000 }],
  ['7', '{broken', 'seq', { sequence: null, sentAt: null }],
  ['7', '[1]', null, { sequence: 7, sentAt: null }],
])('id %s, data %s', (id, data, field, facts) => {
  expect(readFacts(id, data, field)).toEqual(facts);
});

describe('arguments', () => {
  it('have defaults', () => {
    const { url, ...rest } = parseArguments(['--url', 'http://localhost:3000/events']);
    expect(url.href).toBe('http://localhost:3000/events');
    expect(rest).toEqual({
      clients: 100,
      ramp: 1000,
      duration: null,
      retry: 3000,
      sequence: null,
      headers: {},
      pid: null,
      output: 'text',
    });
  });

  it.each([
    [[]],
    [['--url', 'ftp://x']],
    [['--url', 'x']],
    [['--url', 'http://x', '--clients', '0']],
    [['--url', 'http://x', '--clients', '1.5']],
    [['--url', 'http://x', '--nosuch']],
    [['--url', 'http://x', '--json', '--control', 'n']],
    [['--url', 'http://x', '--header', 'nonsense']],
    [['http://x']],
  ])('that are wrong are refused: %j', (words) => {
    expect(() => parseArguments(words)).toThrow(UsageError);
  });
});
