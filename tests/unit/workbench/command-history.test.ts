import { expect, test } from 'vitest';
import { CommandHistory } from '../../../src/workbench/command-history.ts';

test('Up goes back to the oldest, Down comes forward to what was being typed', () => {
  const history = new CommandHistory();
  history.add('one');
  history.add('two');
  expect(history.back('dra')).toBe('two');
  expect(history.back('two')).toBe('one');
  expect(history.back('one')).toBeNull();
  expect(history.forward()).toBe('two');
  expect(history.forward()).toBe('dra');
  expect(history.forward()).toBeNull();
});

test('the same command twice in a row is there once, and a new one ends the way back', () => {
  const history = new CommandHistory();
  for (const command of ['one', 'two', 'two']) history.add(command);
  expect(history.back('')).toBe('two');
  expect(history.back('')).toBe('one');
  history.add('three');
  expect(history.back('')).toBe('three');
  expect(history.back('')).toBe('two');
});
