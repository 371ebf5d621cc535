import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { VirtualClock } from '../../../playground/checks/clock/virtual-clock.ts';
import { EventStream } from '../../../playground/checks/event-stream.ts';
import { expect as claim } from '../../../playground/checks/expect.ts';
import { CheckFailure } from '../../../playground/checks/failure.ts';

// Processes start, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** A stream of these bytes, one piece each virtual second. */
async function streamOf(...pieces: readonly (string | ((response: ServerResponse) => void))[]): Promise<EventStream> {
  let response: ServerResponse | null = null;
  const server = createServer((_, answer) => {
    response = answer;
    answer.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
  }).listen(0);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const clock = new VirtualClock();
  const { port } = server.address() as AddressInfo;
  const stream = new EventStream(clock, { host: 'localhost', port, base: '' }, { method: 'GET', path: '/' });
  await stream.head(1_000);
  const { now } = clock;
  for (const [index, piece] of pieces.entries()) {
    await clock.advance(now + (index + 1) * 1_000 - clock.now);
    const answer = response as ServerResponse | null;
    if (typeof piece === 'string') answer?.write(piece);
    else if (answer) piece(answer);
    await clock.wait(() => stream.chunks.length > index || stream.end !== null, 10);
  }
  return stream;
}

/** What a learner reads as “Seen”. */
function seen(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CheckFailure) return error.finding.seen;
    throw error;
  }
  throw new Error('This holds.');
}

test('toHaveReceived shows the events, byte by byte and with their times', async () => {
  const stream = await streamOf('id: 1\nevent: order\ndata: {"order":7}\n\n', 'data: two\r\ndata: lines\n\n');
  claim(stream, 'the order arrives').toHaveReceived({ name: 'order', id: '1', data: { order: 7 } });
  claim(stream, 'anything arrives').toHaveReceived({ data: 'two\nlines' });
  expect(seen(() => claim(stream, 'order 8 arrives').toHaveReceived({ data: { order: 8 } }))).toMatch(
    /^order id 1 "\{\\"order\\":7\}" at \+1\d{3} ms, message "two\\nlines" at \+2\d{3} ms$/,
  );
});

test('toHaveReceivedIds names what was lost, doubled and out of turn', async () => {
  const stream = await streamOf('id: 1\ndata\n\nid: 2\ndata\n\n', 'id: 2\ndata\n\nid: 9\ndata\n\n');
  claim(stream, 'each once').toHaveReceivedIds(['1', '2', '2', '9']);
  const ids = (wanted: string[]) => seen(() => claim(stream, 'each once').toHaveReceivedIds(wanted));
  expect(ids(['1', '2', '3'])).toBe('ids 1, 2, 2, 9; lost 3; twice 2; not expected 9');
  const [first, second] = [await streamOf('id: 2\ndata\n\nid: 1\ndata\n\n'), ['1', '2']];
  expect(seen(() => claim(first, 'in order').toHaveReceivedIds(second))).toBe('ids 2, 1; out of order');
});

test('toBeOpen and toHaveEnded say how and when, with the last bytes', async () => {
  const open = await streamOf('data: x\n\n');
  claim(open, 'it stays open').toBeOpen();
  expect(seen(() => claim(open, 'it ends').toHaveEnded('clean'))).toBe('it is open');
  const ended = await streamOf('data: x\n\n', (response) => response.end());
  claim(ended, 'it ends').toHaveEnded('clean');
  expect(seen(() => claim(ended, 'it stays open').toBeOpen())).toMatch(
    /^the response ended in good order at \+2\d{3} ms; the last bytes were "data: x\\n\\n" at \+1\d{3} ms$/,
  );
  const reset = await streamOf('data: x\n\n', (response) => response.socket?.resetAndDestroy());
  claim(reset, 'it is torn away').toHaveEnded('reset');
});

test('toHaveNoGapOver finds the longest silence', async () => {
  const stream = await streamOf(': a\n\n', ': b\n\n', ': c\n\n');
  claim(stream, 'never silent for long').toHaveNoGapOver(1_100);
  expect(seen(() => claim(stream, 'never silent at all').toHaveNoGapOver(100))).toMatch(
    /^\d+ ms without a byte, from \+\d+ ms to \+\d+ ms$/,
  );
});

test('toHaveSent shows the bytes, line ends and all', async () => {
  const stream = await streamOf('data: a\\n\\n');
  claim(stream, 'an event').toHaveSent(/^data: a/);
  expect(seen(() => claim(stream, 'an event').toHaveSent(/\n\n/))).toMatch(/^"data: a\\\\n\\\\n" at \+1\d{3} ms$/);
  expect(seen(() => claim(stream, 'no event').not.toHaveSent(/data/))).toContain('"data: a');
});
