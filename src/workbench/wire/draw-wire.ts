import { drawLane } from './draw-lane.ts';
import { axisHeight, rowsInSight } from './layout.ts';
import type { Lane } from './marks.ts';
import { type Scale, type Scene, scaleOf } from './scene.ts';
import { ticks } from './viewport.ts';
import { faultWords } from './words.ts';

type Context = CanvasRenderingContext2D;

/** Pixels between two times on the axis. */
const tickDistance = 84;

/** Words in less room than this say nothing. In pixels. */
const shortestWords = 24;

/** Draws the whole picture anew. The context's unit is the CSS pixel. */
export function drawWire(context: Context, scene: Scene): void {
  const { width, height, palette } = scene;
  const scale = scaleOf(scene);
  context.clearRect(0, 0, width, height);
  context.textBaseline = 'middle';
  context.lineCap = 'butt';
  drawGrid(context, scene, scale);
  context.save();
  context.beginPath();
  context.rect(0, axisHeight, width, height - axisHeight);
  context.clip();
  drawLanes(context, scene, scale);
  context.restore();
  drawFaults(context, scene, scale);
  context.fillStyle = palette.line;
  context.fillRect(0, axisHeight - 1, width, 1);
}

function drawGrid(context: Context, scene: Scene, scale: Scale): void {
  const { palette, view, height, width, gutter } = scene;
  context.font = `11px ${palette.mono}`;
  context.textAlign = 'center';
  for (const { at, label } of ticks(view, (width - gutter) / tickDistance)) {
    const x = Math.round(scale.x(at));
    if (x < gutter) continue;
    context.fillStyle = palette.line;
    context.fillRect(x, axisHeight - 5, 1, height);
    context.fillStyle = palette.faint;
    const half = context.measureText(label).width / 2;
    if (x + half < width) context.fillText(label, Math.max(x, gutter + half), 9);
  }
}

function drawLanes(context: Context, scene: Scene, scale: Scale): void {
  const { density, lanes, scrollTop, height, width, palette } = scene;
  const { first, last } = rowsInSight(density, lanes.length, scrollTop, height);
  for (let row = first; row < last; row++) {
    const lane = lanes[row];
    if (!lane) continue;
    const top = axisHeight + row * density.height - scrollTop;
    context.save();
    context.beginPath();
    context.rect(scale.left - 7, top, width, density.height);
    context.clip();
    drawLane(context, scene, scale, lane, top);
    context.restore();
    drawName(context, scene, lane, top);
    if (density.name !== 'small') {
      context.fillStyle = palette.line;
      context.fillRect(0, top + density.height - 1, width, 1);
    }
  }
}

/** Who has the lane: the client, and the server that it is on. */
function drawName(context: Context, scene: Scene, lane: Lane, top: number): void {
  const { palette, gutter, density, picked } = scene;
  const room = gutter - 16;
  const write = (text: string, y: number, colour: string) => {
    context.fillStyle = colour;
    context.fillText(fitted(context, text, room), 10, y);
  };
  context.textAlign = 'left';
  const own = picked?.lane === lane ? palette.ink : palette.soft;
  if (density.name === 'small') {
    context.font = `10px ${palette.mono}`;
    write(`#${lane.number}`, top + density.height / 2, own);
    return;
  }
  const peer = lane.connections.findLast((connection) => connection.peer !== null)?.peer ?? null;
  const server = peer === null ? '' : scene.peerName(peer);
  context.font = `11px ${palette.mono}`;
  if (density.name === 'medium') {
    write(`#${lane.number} ${lane.path}`, top + 12, own);
    write(server, top + 26, palette.faint);
    return;
  }
  write(`#${lane.number} ${lane.path}`, top + 12, own);
  write('client', top + 27, palette.faint);
  write('edge', top + 38.5, palette.faint);
  write(server || 'server', top + 50, palette.faint);
}

function fitted(context: Context, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > room) length -= 1;
  return `${text.slice(0, length)}…`;
}

/** What was injected: a flag at its moment, and a band for as long as it lasts. */
function drawFaults(context: Context, scene: Scene, scale: Scale): void {
  const { palette, now, global, height, picked } = scene;
  const y = axisHeight - 9;
  context.font = `10.5px ${palette.mono}`;
  context.textAlign = 'left';
  for (const { from, to } of scene.spans) {
    const left = Math.max(scale.left, scale.x(from));
    const right = Math.min(scale.right, scale.x(Math.min(to ?? now, now)));
    if (right <= left || from > now) continue;
    context.globalAlpha = 0.08;
    context.fillStyle = palette.warn;
    context.fillRect(left, axisHeight, right - left, height - axisHeight);
    context.globalAlpha = 1;
    context.fillRect(left, axisHeight - 3, right - left, 2);
  }
  const flags = global.flatMap((mark) => {
    const x = Math.round(scale.x(mark.at));
    return mark.at > now || x < scale.left || x > scale.right ? [] : [{ mark, x }];
  });
  let taken = scale.left;
  for (const [index, { mark, x }] of flags.entries()) {
    const colour = mark.kind === 'dropped' ? palette.faint : palette.warn;
    context.fillStyle = colour;
    context.globalAlpha = 0.6;
    context.fillRect(x, axisHeight - 16, 1, height);
    context.globalAlpha = 1;
    context.beginPath();
    context.moveTo(x, axisHeight - 16);
    context.lineTo(x + 7, axisHeight - 12);
    context.lineTo(x, axisHeight - 8);
    context.fill();
    if (mark === picked) context.strokeRect(x - 3, axisHeight - 18, 12, 13);
    const words = globalWords(mark);
    const width = context.measureText(words).width;
    // At the right border there is room on the other side only.
    const last = index === flags.length - 1;
    if (last && x + 10 + width > scale.right && x - 6 - width > taken) {
      context.fillText(words, x - 6 - width, y - 3);
      continue;
    }
    const room = (flags[index + 1]?.x ?? scale.right) - x - 14;
    if (room < shortestWords) continue;
    const fit = fitted(context, words, room);
    context.fillText(fit, x + 10, y - 3);
    taken = x + 14 + context.measureText(fit).width;
  }
}

function globalWords(mark: Scene['global'][number]): string {
  if (mark.kind === 'fault') return faultWords(mark.command);
  return mark.kind === 'dropped' ? `${mark.count} not shown` : 'reload';
}
