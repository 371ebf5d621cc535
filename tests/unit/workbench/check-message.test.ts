import { expect, test } from 'vitest';
import { CheckFailure, describeFailure } from '../../../playground/checks/failure.ts';
import { readMessage } from '../../../src/workbench/check-message.ts';

test('a failure is read as it was put together', () => {
  const failure = new CheckFailure({
    expected: 'an event within 200 ms',
    seen: 'two lines:\nSeen is a word as well',
    likely: 'nobody calls `flush()`',
  });
  const message = describeFailure(failure, [
    { title: 'On the wire', lines: ['    +0 ms  → GET /events', '', '    +3 ms  ← 200 OK'] },
    { title: 'The server printed', lines: ['Expected: nothing'] },
  ]);
  expect(readMessage(message)).toEqual([
    {
      type: 'finding',
      entries: [
        ['Expected', 'an event within 200 ms'],
        ['Seen', 'two lines:\nSeen is a word as well'],
        ['Likely', 'nobody calls `flush()`'],
      ],
    },
    { type: 'evidence', title: 'On the wire', lines: ['    +0 ms  → GET /events', '', '    +3 ms  ← 200 OK'] },
    { type: 'evidence', title: 'The server printed', lines: ['Expected: nothing'] },
  ]);
});

test('other messages stay text', () => {
  expect(readMessage('needs the process')).toEqual([{ type: 'text', text: 'needs the process' }]);
  const fault = describeFailure(new Error('no'), []);
  expect(readMessage(fault)).toEqual([{ type: 'text', text: fault }]);
});
