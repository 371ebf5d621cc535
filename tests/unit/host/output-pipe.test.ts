import { expect, it } from 'vitest';
import { OutputPipe } from '../../../playground/host/output-pipe.ts';

/** A page that takes one chunk at a time, when it is told to. */
function slowPage() {
  const texts: string[] = [];
  let take = () => {};
  const ended = Promise.withResolvers<void>();
  const pipe = new OutputPipe((chunk) => {
    if (chunk === null) ended.resolve();
    else texts.push(new TextDecoder().decode(chunk));
    return new Promise<void>((resolve) => {
      take = resolve;
    });
  });
  return { pipe, texts, ended: ended.promise, take: () => take() };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 40));

it('a flood is cut to what waits at most, and says how much was dropped', async () => {
  const { pipe, texts, ended, take } = slowPage();
  const line = new TextEncoder().encode(`${'x'.repeat(1023)}\n`);
  pipe.write(line);
  await turn();
  for (let count = 0; count < 20_000; count++) pipe.write(line);
  pipe.write(new TextEncoder().encode('the end\n'));
  pipe.end();
  take();
  await turn();
  take();
  await ended;
  const all = texts.join('');
  expect(all).toMatch(/\[[\d,]+ bytes of output were dropped: too much at once\]/);
  expect(all.endsWith('the end\n')).toBe(true);
  expect(all.length).toBeLessThan(5 * 1024 * 1024);
});

it('a character that comes in two writes stays whole', async () => {
  const { pipe, texts, take } = slowPage();
  const [first, ...rest] = new TextEncoder().encode('€');
  pipe.write(Uint8Array.of(first!));
  await turn();
  expect(texts.join('')).toBe('');
  take();
  pipe.write(Uint8Array.from(rest));
  await turn();
  take();
  await turn();
  expect(texts.join('')).toBe('€');
});
