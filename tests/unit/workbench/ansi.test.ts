import { describe, expect, test } from 'vitest';
import { openStyles, plainText, styledSpans } from '../../../src/workbench/ansi.ts';

const esc = (text: string) => text.replaceAll('^', '\u001b');
const spans = (text: string) =>
  styledSpans(esc(text)).map(({ text: piece, classes, colour }) => [piece, classes, colour]);

describe('styledSpans', () => {
  test('leaves plain text whole', () => {
    expect(spans('plain [0m text')).toEqual([['plain [0m text', '', null]]);
  });

  test('splits where colours change', () => {
    expect(spans('a^[31mred^[0m b')).toEqual([
      ['a', '', null],
      ['red', 'ansi-fg-red', null],
      [' b', '', null],
    ]);
  });

  test('adds up styles, and takes each off by its own code', () => {
    expect(spans('^[1;4;92mx^[22my^[24mz^[39mend')).toEqual([
      ['x', 'ansi-bold ansi-underline ansi-fg-green', null],
      ['y', 'ansi-underline ansi-fg-green', null],
      ['z', 'ansi-fg-green', null],
      ['end', '', null],
    ]);
  });

  test('knows the 256 colours and those of 24 bits', () => {
    expect(spans('^[38;5;9ma^[38;5;196mb^[38;5;244mc^[38;2;1;2;300md^[48;5;3me')).toEqual([
      ['a', 'ansi-fg-red', null],
      ['b', '', '#ff0000'],
      ['c', '', '#808080'],
      ['d', '', '#0102ff'],
      ['e', 'ansi-bg-yellow', '#0102ff'],
    ]);
  });

  test('an empty code is a reset', () => {
    expect(spans('^[31mred^[mplain')).toEqual([
      ['red', 'ansi-fg-red', null],
      ['plain', '', null],
    ]);
  });

  test('leaves out what moves a cursor and what links', () => {
    const link = '^]8;;http://localhost/^\\here^]8;;^\\';
    expect(
      spans(`^[2K^[1G^[?25hdone ${link}`)
        .map(([piece]) => piece)
        .join(''),
    ).toBe('done here');
    expect(plainText(esc(`^[2Kdone ${link}\u0007`))).toBe('done here\u0007');
  });
});

describe('openStyles', () => {
  test('is what the next line begins with', () => {
    expect(openStyles('plain')).toBe('');
    expect(openStyles(esc('^[31mred'))).toBe(esc('^[31m'));
    expect(openStyles(esc('^[31mred^[0m ^[1mbold'))).toBe(esc('^[1m'));
    expect(openStyles(esc('^[31mred^[0m'))).toBe('');
    expect(openStyles(esc('^[33m1^[39m and ^[1mbold^[22m'))).toBe('');
  });

  test.each(['31', '1;4;92', '100;37;7', '38;5;196', '38;2;1;2;3;44', '90;2;3'])('says the same style: %s', (codes) => {
    const text = esc(`^[${codes}mx`);
    expect(
      styledSpans(`${openStyles(text)}x`).map(({ classes, colour }) => [classes.split(' ').sort(), colour]),
    ).toEqual(styledSpans(text).map(({ classes, colour }) => [classes.split(' ').sort(), colour]));
  });
});
