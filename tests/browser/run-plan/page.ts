/** A page with one workspace and its preview, and no site around them. */
import { createSession } from '../../../playground/session/index.ts';
import type { Workspace } from '../../../playground/session/types.ts';
import type { Bench } from './protocol.ts';

let opened: Workspace | null = null;
let seen: readonly string[] = [];
const printed: string[] = [];

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (typeof data === 'object' && data !== null && 'seen' in data && Array.isArray(data.seen)) seen = data.seen;
});

function workspace(): Workspace {
  if (!opened) throw new Error('No workspace is open.');
  return opened;
}

const offered: Bench = {
  open(project, runtimeOrigin) {
    const session = createSession({ runtimeOrigin, apiKey: null });
    session.boot.subscribe((state) => printed.push(`boot: ${JSON.stringify(state)}`));
    opened = session.open('exercise', project);
    opened.onOutput(({ source, process, text }) => {
      printed.push(
        ...text
          .split('\n')
          .filter(Boolean)
          .map((line) => `${process ?? source}: ${line}`),
      );
    });
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms');
    document.body.append(frame);
    opened.attachPreview(frame);
  },
  workspace,
  printed: () => printed,
  seen: () => seen,
  running: () =>
    workspace()
      .processes.value.filter(({ running }) => running)
      .map(({ name }) => name),
};
globalThis.bench = offered;
