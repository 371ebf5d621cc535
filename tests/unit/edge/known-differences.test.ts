import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { KNOWN_DIFFERENCES } from '#lab/edge/known-differences.ts';

test('the README lists exactly what the edge knowingly does otherwise', async () => {
  const readme = await readFile('playground/lab/README.md', 'utf8');
  const listed = readme.slice(readme.indexOf('| nginx | the edge |')).trim().split('\n').slice(2);
  expect(listed).toEqual(KNOWN_DIFFERENCES.map(({ about, nginx, edge }) => `| ${about} | ${nginx} | ${edge} |`));
});
