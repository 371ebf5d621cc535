import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitCommand } from '#node/builtins/child-process/shell.ts';

test.each([
  ['node server.ts', ['node', 'server.ts']],
  ['  a\tb\nc ', ['a', 'b', 'c']],
  [`say 'it''s' "a \\"b\\" \\n" c\\ d`, ['say', 'its', 'a "b" \\n', 'c d']],
  ['curl localhost:3000/a?b=1#c {d} x~y', ['curl', 'localhost:3000/a?b=1#c', '{d}', 'x~y']],
  [`--x="a b"'c d'e ""`, ['--x=a bc de', '']],
])('%s', (line, words) => {
  expect(splitCommand(line)?.words).toEqual(words);
});

test('variables before the program are its environment, later ones are words', () => {
  expect(splitCommand('A=1 B="x y" node C=2')).toEqual({ words: ['node', 'C=2'], env: { A: '1', B: 'x y' } });
});

test.each([
  'a | b',
  'a && b',
  'a; b',
  'a > f',
  'echo $HOME',
  'echo "$HOME"',
  'ls *.ts',
  'a &',
  '(a)',
  'a `b`',
  '~/x',
  '! a',
  '{ a }',
  'a # b',
  "open 'quote",
  'open "quote',
  '',
])('needs a shell: %s', (line) => {
  expect(splitCommand(line)).toBeNull();
});

test('what is quoted comes back as it was', () => {
  const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (words) => {
      expect(splitCommand(['x', ...words.map(quote)].join(' '))?.words).toEqual(['x', ...words]);
    }),
  );
});
