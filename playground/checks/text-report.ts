import type { CheckEvent } from './protocol.ts';

/** Check events as lines for a terminal. */
export function createTextReport(print: (line: string) => void): (event: CheckEvent) => void {
  const hints = new Map<string, string>();
  return (event) => {
    switch (event.type) {
      case 'plan':
        for (const { id, hint } of event.checks) hints.set(id, hint);
        return;
      case 'started':
        return;
      case 'result': {
        const { id, title, status, message, durationMs } = event.result;
        print(
          `${MARKS[status]} ${id}: ${title} (${status === 'skipped' ? `skipped: ${message}` : `${durationMs} ms`})`,
        );
        if (status !== 'failed') return;
        print(indent(`${message}\n\nHint: ${hints.get(id) ?? ''}`));
        print('');
        return;
      }
      case 'summary': {
        const skipped = event.skipped > 0 ? `, ${event.skipped} skipped` : '';
        print(`${event.passed} passed, ${event.failed} failed${skipped} in ${event.durationMs} ms`);
        return;
      }
    }
  };
}

const MARKS = { passed: '✓', failed: '✗', skipped: '–' } as const;

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}
