import type { CheckEvent } from './protocol.ts';

const INTERVAL_MS = 1_000;

/** Where progress is shown: standard error, so that results stay clean. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Says which check is running, and for how long: on a terminal one line that changes, elsewhere a line for each check
 * that takes longer than a second.
 */
export function showProgress(output: ProgressOutput): { follow(event: CheckEvent): void; stop(): void } {
  let current: { readonly id: string; readonly since: number } | null = null;
  let number = 0;
  let total = 0;
  let said: string | null = null;
  const clear = () => {
    if (output.isTTY && said !== null) output.write('\r\x1b[K');
    said = null;
  };
  const show = () => {
    if (!current) return;
    const text = `… ${current.id} (${number} of ${total})`;
    const ms = performance.now() - current.since;
    if (output.isTTY) output.write(`\r\x1b[K${text} ${Math.round(ms / 1_000)} s`);
    else if (ms < INTERVAL_MS || said === text) return;
    else output.write(`${text}\n`);
    said = text;
  };
  const timer = setInterval(show, INTERVAL_MS);
  return {
    follow(event) {
      clear();
      if (event.type === 'plan') total = event.checks.length;
      current = event.type === 'started' ? { id: event.id, since: performance.now() } : null;
      if (current) number++;
      if (output.isTTY) show();
    },
    stop() {
      clearInterval(timer);
      clear();
    },
  };
}
