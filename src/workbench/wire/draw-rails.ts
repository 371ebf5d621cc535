import type { Density } from './layout.ts';
import type { Connection, Lane } from './marks.ts';
import { laneState } from './marks.ts';
import type { Scale, Scene } from './scene.ts';

type Context = CanvasRenderingContext2D;

/** Where the parts of a lane are, in pixels from the top of the picture. */
export interface LaneGeometry {
  /** Words about beginnings and ends. */
  readonly words: number;
  /** Between the edge and the client. */
  readonly client: number;
  /** Between the server and the edge; the client's own where there is no room for two. */
  readonly server: number;
  /** Ids of events. */
  readonly ids: number;
}

export function geometryOf({ name }: Density, top: number): LaneGeometry {
  if (name === 'tall') return { words: top + 12, client: top + 27, server: top + 50, ids: top + 67 };
  if (name === 'medium') return { words: top + 10, client: top + 25, server: top + 25, ids: top + 25 };
  return { words: top + 7, client: top + 7, server: top + 7, ids: top + 7 };
}

function line(context: Context, from: number, to: number, y: number, colour: string, width: number): void {
  if (to <= from) return;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(from, y);
  context.lineTo(to, y);
  context.stroke();
}

/** Draws what connections a client had, and what it waited for in between. */
export function drawRails(context: Context, scene: Scene, scale: Scale, lane: Lane, at: LaneGeometry): void {
  const { palette, now, density } = scene;
  const clip = (time: number) => Math.min(scale.right, Math.max(scale.left, scale.x(Math.min(time, now))));
  const thick = density.name === 'small' ? 1.5 : 2.5;
  let before: Connection | null = null;
  for (const connection of lane.connections) {
    const begin = connection.requestAt;
    if (begin > now) break;
    if (before?.end) {
      context.setLineDash([2, 4]);
      line(context, clip(before.end.at), clip(begin), at.client, palette.warn, 2);
      context.setLineDash([]);
    }
    drawConnection(context, connection, { clip, at, thick, palette, now, two: density.name === 'tall' });
    before = connection;
  }
  const until = waitsUntil(lane, now);
  if (before?.end && until !== null) {
    context.setLineDash([2, 4]);
    line(context, clip(before.end.at), clip(until), at.client, palette.warn, 2);
    context.setLineDash([]);
  }
}

/** Until when a client waits after its last connection; null when it does not. */
export function waitsUntil(lane: Lane, now: number): number | null {
  return lane.goneAt ?? (laneState(lane) === 'waiting' ? now : null);
}

interface Rails {
  readonly clip: (time: number) => number;
  readonly at: LaneGeometry;
  readonly thick: number;
  readonly palette: Scene['palette'];
  readonly now: number;
  /** Whether the server has a line of its own. */
  readonly two: boolean;
}

function drawConnection(context: Context, connection: Connection, rails: Rails): void {
  const { clip, at, thick, palette, now, two } = rails;
  const { requestAt, answerAt, isStream, peerAt, silentAt, end } = connection;
  const last = end?.at ?? now;
  const answered = answerAt ?? last;
  // Asked, and not answered yet.
  context.setLineDash([1, 3]);
  line(context, clip(requestAt), clip(answered), at.client, palette.signal, thick);
  context.setLineDash([]);
  if (isStream) {
    const sound = silentAt ?? last;
    line(context, clip(answered), clip(sound), at.client, palette.signal, thick);
    context.setLineDash([6, 5]);
    line(context, clip(sound), clip(last), at.client, palette.faint, 1.5);
    context.setLineDash([]);
  }
  if (!two || peerAt === null) return;
  line(context, clip(peerAt), clip(last), at.server, palette.edge, 2);
  context.fillStyle = palette.soft;
  let drawn = Number.NEGATIVE_INFINITY;
  for (const arrival of connection.arrivals) {
    const x = clip(arrival);
    if (x === drawn || arrival > now || x <= clip(Number.NEGATIVE_INFINITY)) continue;
    context.fillRect(Math.round(x), at.server - 3, 1, 6);
    drawn = x;
  }
}
