import type { ConnectionEnd, EventMark } from './marks.ts';
import type { Palette } from './palette.ts';
import { endShape } from './words.ts';

type Context = CanvasRenderingContext2D;

/** A filled dot; a ring for what was sent before. */
export function drawEvent(context: Context, mark: EventMark, x: number, y: number, radius: number, paint: Paint): void {
  context.fillStyle = paint.colour;
  if (radius < 3) {
    context.fillRect(Math.round(x) - 1, y - radius, 2, 2 * radius);
    return;
  }
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  if (mark.replay === 'no') return;
  context.beginPath();
  context.arc(x, y, radius - 2, 0, 2 * Math.PI);
  context.fillStyle = mark.replay === 'again' ? paint.palette.warn : paint.palette.panel;
  context.fill();
}

export interface Paint {
  readonly palette: Palette;
  readonly colour: string;
}

export function drawTick(context: Context, x: number, y: number, half: number, colour: string): void {
  context.fillStyle = colour;
  context.fillRect(Math.round(x) - 1, y - half, 2, 2 * half);
}

export function drawDiamond(context: Context, x: number, y: number, half: number, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x, y - half);
  context.lineTo(x + half, y);
  context.lineTo(x, y + half);
  context.lineTo(x - half, y);
  context.fill();
}

/** Where a connection begins. */
export function drawOpening(context: Context, x: number, y: number, radius: number, palette: Palette): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = palette.panel;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = palette.signal;
  context.stroke();
}

/**
 * How a connection ended, told by shape as well as by words: FIN is an open arrow, RST a cross, a timeout a clock, the
 * server's own end a bar, the client's an empty square.
 */
export function drawEnd(
  context: Context,
  { reason, detail }: Pick<ConnectionEnd, 'reason' | 'detail'>,
  x: number,
  y: number,
  size: number,
  palette: Palette,
): void {
  const shape = endShape(reason, detail);
  context.lineWidth = size < 5 ? 1.5 : 2;
  context.strokeStyle = shape === 'client' ? palette.soft : palette.bad;
  context.beginPath();
  switch (shape) {
    case 'fin':
      context.moveTo(x - size / 2, y - size);
      context.lineTo(x + size / 2, y);
      context.lineTo(x - size / 2, y + size);
      break;
    case 'rst':
      context.moveTo(x - size, y - size);
      context.lineTo(x + size, y + size);
      context.moveTo(x + size, y - size);
      context.lineTo(x - size, y + size);
      break;
    case 'timeout':
      context.arc(x, y, size, 0, 2 * Math.PI);
      context.fillStyle = palette.panel;
      context.fill();
      context.moveTo(x, y - size * 0.65);
      context.lineTo(x, y);
      context.lineTo(x + size * 0.55, y);
      break;
    case 'end':
      context.moveTo(x, y - size);
      context.lineTo(x, y + size);
      break;
    case 'client':
      context.fillStyle = palette.panel;
      context.fillRect(x - size * 0.75, y - size * 0.75, size * 1.5, size * 1.5);
      context.rect(x - size * 0.75, y - size * 0.75, size * 1.5, size * 1.5);
  }
  context.stroke();
}

/** An attempt that came to nothing. */
export function drawFailure(context: Context, x: number, y: number, size: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x, y - size);
  context.lineTo(x, y + size);
  context.moveTo(x - size * 0.7, y - size);
  context.lineTo(x + size * 0.7, y - size);
  context.stroke();
}

/** Where the eye should be. */
export function drawHalo(context: Context, x: number, y: number, radius: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}
