import { drawDiamond, drawEnd, drawEvent, drawFailure, drawHalo, drawOpening, drawTick } from './draw-marks.ts';
import { drawRails, geometryOf, type LaneGeometry } from './draw-rails.ts';
import { drawWords, idLine } from './draw-words.ts';
import type { Lane, Mark } from './marks.ts';
import { firstAtOrAfter } from './pick.ts';
import type { Scale, Scene } from './scene.ts';
import { milliseconds } from './words.ts';

type Context = CanvasRenderingContext2D;

/** From here on something that was kept back gets a bracket. In milliseconds. */
const heldFromMs = 20;

/** One client's lane, `top` pixels down. */
export function drawLane(context: Context, scene: Scene, scale: Scale, lane: Lane, top: number): void {
  const at = geometryOf(scene.density, top);
  drawRails(context, scene, scale, lane, at);
  const reach = 12 * scale.perPixel;
  const from = firstAtOrAfter(lane.marks, scene.view.end - scene.view.span - reach);
  const until = Math.min(scene.now, scene.view.end + reach);
  drawBrackets(context, scene, scale, lane, at);
  if (scene.density.name !== 'small') drawWords(context, scene, scale, lane, at);
  const writeId = idLine(context, scene, scale, at);
  let lastX = Number.NEGATIVE_INFINITY;
  let lastKind = '';
  for (let index = from; index < lane.marks.length; index++) {
    const mark = lane.marks[index];
    if (!mark || mark.at > until) break;
    if (!scene.shows(mark)) continue;
    const x = scale.x(mark.at);
    // A second one at the same pixel would not be seen.
    const near = Math.round(x) === lastX && mark.kind === lastKind;
    if (near && (mark.kind === 'event' || mark.kind === 'comment')) continue;
    lastX = Math.round(x);
    lastKind = mark.kind;
    drawMark(context, scene, scale, mark, x, at);
    writeId(mark, x);
  }
  for (const [mark, colour] of [
    [scene.hovered, scene.palette.faint],
    [scene.picked, scene.palette.ink],
  ] as const) {
    if (mark?.lane === lane && mark.at <= scene.now) {
      drawHalo(context, scale.x(mark.at), at.client, scene.density.name === 'small' ? 6 : 9, colour);
    }
  }
}

function drawMark(context: Context, scene: Scene, scale: Scale, mark: Mark, x: number, at: LaneGeometry): void {
  const { palette, density } = scene;
  const small = density.name === 'small';
  const size = small ? 3.5 : 5;
  const y = at.client;
  switch (mark.kind) {
    case 'event': {
      const colour = scale.colourOf(mark.name);
      if (density.name === 'tall' && mark.heldMs < heldFromMs) drawLink(context, x, at, colour);
      drawEvent(context, mark, x, y, density.name === 'tall' ? 5 : small ? 2.5 : 4, { palette, colour });
      return;
    }
    case 'comment':
      drawTick(context, x, y, small ? 3 : 6, palette.faint);
      return;
    case 'retry':
      drawDiamond(context, x, y, small ? 3.5 : 5, palette.warn);
      return;
    case 'open':
      drawOpening(context, x, y, small ? 2.5 : 4, palette);
      return;
    case 'close':
      drawEnd(context, mark, x, endHeight(mark.detail?.by ?? 'edge', at), size, palette);
      return;
    case 'refused':
    case 'answer':
      drawFailure(context, x, y, size, palette.bad);
  }
}

/** Who ended it: an end is drawn at the side that it came from. */
function endHeight(by: 'client' | 'upstream' | 'edge', at: LaneGeometry): number {
  if (by === 'client') return at.client;
  return by === 'upstream' ? at.server : (at.client + at.server) / 2;
}

/** From the server through the edge to the client, without a stop. */
function drawLink(context: Context, x: number, at: LaneGeometry, colour: string): void {
  context.globalAlpha = 0.45;
  context.fillStyle = colour;
  context.fillRect(Math.round(x), at.client, 1, at.server - at.client);
  context.globalAlpha = 1;
}

/** What the edge kept back: from its arrival at the server's line to its delivery at the client's. */
function drawBrackets(context: Context, scene: Scene, scale: Scale, lane: Lane, at: LaneGeometry): void {
  const { palette, density } = scene;
  const begin = scene.view.end - scene.view.span;
  let last = '';
  for (let index = firstAtOrAfter(lane.marks, begin); index < lane.marks.length; index++) {
    const mark = lane.marks[index];
    if (!mark || mark.at > scene.now) break;
    if (!('heldMs' in mark) || mark.heldMs < heldFromMs || !scene.shows(mark)) continue;
    // All that a buffer let go at once shares its bracket.
    const key = `${Math.round(mark.at)} ${mark.heldMs}`;
    if (key === last) continue;
    last = key;
    const from = Math.max(scale.left, scale.x(mark.at - mark.heldMs));
    const to = scale.x(mark.at);
    if (to - from < 2) continue;
    drawBracket(context, from, to, at, density.name, palette.warn);
    const words = `held ${milliseconds(mark.heldMs)}`;
    context.font = `10.5px ${palette.mono}`;
    if (density.name === 'tall' && context.measureText(words).width + 8 < to - from) {
      context.fillStyle = palette.warn;
      context.textAlign = 'center';
      context.fillText(words, (from + to) / 2, (at.client + at.server) / 2);
      context.textAlign = 'left';
    }
  }
}

function drawBracket(
  context: Context,
  from: number,
  to: number,
  at: LaneGeometry,
  density: Scene['density']['name'],
  colour: string,
): void {
  const tall = density === 'tall';
  const low = tall ? at.server : at.client - (density === 'medium' ? 8 : 5);
  context.fillStyle = colour;
  context.globalAlpha = 0.13;
  if (tall) context.fillRect(from, at.client, to - from, at.server - at.client);
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(from, tall ? low - 7 : at.client);
  context.lineTo(from, low);
  context.lineTo(to, low);
  context.lineTo(to, at.client);
  context.stroke();
}
