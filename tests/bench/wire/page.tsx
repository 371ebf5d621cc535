import { signal } from '@preact/signals';
import { render } from 'preact';
import { ControlLineDecoder } from '../../../playground/lab/control-lines.ts';
import type { EdgeEvent } from '../../../playground/lab/edge/protocol.ts';
import { InPieces } from '../../../playground/session/in-pieces.ts';
import type { RunState } from '../../../playground/session/types.ts';
import { WireView } from '../../../src/workbench/wire/WireView.tsx';
import { WireModel } from '../../../src/workbench/wire/wire-model.ts';
import './protocol.ts';

const model = new WireModel();
const version = signal(0);
const run = signal<RunState>({ status: 'running', since: 0, port: 8000, previewUrl: '' });
const decoder = new ControlLineDecoder('bench');

const place = document.querySelector('main');
if (place) {
  const servers = new Map([
    [3001, 'first'],
    [3002, 'second'],
  ]);
  render(
    <WireView model={model} version={version} run={run} servers={servers} focus={{}} empty="Nothing yet." />,
    place,
  );
}

/** As the page does it: lines from the edge in pieces, and at most 30 redraws of the table a second. */
const lines = new InPieces((piece) => {
  for (const message of decoder.push(piece).messages) model.append(message as EdgeEvent, performance.now());
  stale = true;
});
let stale = false;
setInterval(() => {
  if (stale) version.value += 1;
  stale = false;
}, 33);

globalThis.watchWire = async (batches, interval) => {
  let longest = 0;
  let frames = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 10);
    last = now;
  }, 10);
  let watching = true;
  const count = () => {
    frames += 1;
    if (watching) requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  lines.push(await (await fetch('/first')).text());
  await new Promise((resolve) => setTimeout(resolve, 1000));
  frames = 0;
  const started = performance.now();
  for (let batch = 0; batch < batches; batch++) {
    lines.push(await (await fetch(`/batch/${batch}`)).text());
    const wait = started + (batch + 1) * interval - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
  const seconds = (performance.now() - started) / 1000;
  watching = false;
  clearInterval(timer);
  return { stall: longest, framesPerSecond: frames / seconds, lanes: model.lanes.length, events: model.events };
};
