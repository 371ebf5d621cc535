import { type LaneGeometry, waitsUntil } from './draw-rails.ts';
import type { Connection, Lane, Mark } from './marks.ts';
import type { Scale, Scene } from './scene.ts';
import { endWord, endWords, milliseconds } from './words.ts';

type Context = CanvasRenderingContext2D;

/** Writes words along one line from left to right, and leaves out what would run into what is there. */
class WordLine {
  readonly #context: Context;
  readonly #y: number;
  #taken = Number.NEGATIVE_INFINITY;
  readonly #right: number;

  constructor(context: Context, y: number, left: number, right: number) {
    this.#context = context;
    this.#y = y;
    this.#taken = left;
    this.#right = right;
  }

  /** Whether there was room. */
  write(text: string, x: number, colour: string, align: 'left' | 'center' = 'left'): boolean {
    const width = this.#context.measureText(text).width;
    let begin = align === 'center' ? x - width / 2 : x;
    // A word at the border moves in rather than being cut.
    begin = Math.min(begin, this.#right - width - 2);
    if (begin < this.#taken) return false;
    this.#context.fillStyle = colour;
    this.#context.fillText(text, begin, this.#y);
    this.#taken = begin + width + 8;
    return true;
  }

  /** On a line that would run through the words: they get ground of their own. */
  writeOver(text: string, x: number, colour: string, ground: string): void {
    const width = this.#context.measureText(text).width;
    if (x < this.#taken || x + width > this.#right) return;
    this.#context.fillStyle = ground;
    this.#context.fillRect(x - 2, this.#y - 7, width + 4, 14);
    this.write(text, x, colour);
  }
}

/** What a connection brought with it from the one before. */
function openingWords({ lastEventId }: Connection, first: boolean): string {
  if (lastEventId !== null) return `Last-Event-ID: ${lastEventId}`;
  return first ? '' : 'no Last-Event-ID';
}

/** How a connection ended, in `room` pixels; empty when there is not enough for a word. */
function endingWords(context: Context, { answerAt, isStream, status, end }: Connection, room: number): string {
  if (end === null) return '';
  const answered = answerAt !== null && !isStream;
  const words = answered ? [`answered ${status}`, String(status)] : [endWords(end.reason), endWord(end)];
  return words.find((text) => context.measureText(text).width < room) ?? '';
}

/** Says of each connection how it began and ended, and how long the client waited in between. */
export function drawWords(context: Context, scene: Scene, scale: Scale, lane: Lane, at: LaneGeometry): void {
  const { palette, density, now } = scene;
  context.font = `11px ${palette.mono}`;
  context.textAlign = 'left';
  const above = new WordLine(context, at.words, scale.left + 2, scale.right);
  const below = density.name === 'tall' ? new WordLine(context, at.server, scale.left + 2, scale.right) : null;
  const connections = lane.connections.filter(({ requestAt }) => requestAt <= now);
  for (const [index, connection] of connections.entries()) {
    const before = connections[index - 1];
    const next = connections[index + 1];
    const x = scale.x(connection.requestAt);
    if (before?.end && x > scale.left) drawGap(context, scene, scale, below, [before.end.at, connection.requestAt]);
    if (x > scale.left) {
      const words = openingWords(connection, before === undefined);
      const gone = before?.end && !below ? ` · ${milliseconds(connection.requestAt - before.end.at)}` : '';
      if (words !== '') above.write(words + gone, x, palette.signal);
      if (below && connection.peer !== null && before && before.peer !== connection.peer) {
        below.writeOver(`→ ${scene.peerName(connection.peer)}`, x + 5, palette.soft, palette.panel);
      }
    }
    if (connection.silentAt !== null && connection.silentAt < now) {
      above.write('silent: not closed', Math.max(scale.left + 2, scale.x(connection.silentAt)), palette.faint);
    }
    if (connection.end && connection.end.at <= now && scale.x(connection.end.at) > scale.left) {
      const colour = connection.end.reason === 'client' ? palette.soft : palette.bad;
      const from = scale.x(connection.end.at) + 6;
      const room = Math.min(scale.right, next ? scale.x(next.requestAt) : scale.right) - from - 4;
      const words = endingWords(context, connection, room);
      if (words !== '') above.write(words, from, colour);
    }
  }
  const last = connections.at(-1);
  const until = waitsUntil(lane, now);
  if (last?.end && until !== null) drawGap(context, scene, scale, below, [last.end.at, until]);
}

/** How long a client was, or still is, without a connection. */
function drawGap(
  context: Context,
  { palette }: Scene,
  scale: Scale,
  line: WordLine | null,
  [from, to]: readonly [number, number],
): void {
  const left = Math.max(scale.left, scale.x(from));
  const right = Math.min(scale.right, scale.x(to));
  const gap = milliseconds(to - from);
  const short = `${((to - from) / 1000).toFixed(1)} s`;
  const words = [`waits ${gap}`, gap, short].find((text) => context.measureText(text).width + 4 < right - left);
  if (line && words !== undefined) line.write(words, (left + right) / 2, palette.warn, 'center');
}

/** Writes the id of each event below it, as far as they have room. */
export function idLine(
  context: Context,
  scene: Scene,
  scale: Scale,
  at: LaneGeometry,
): (mark: Mark, x: number) => void {
  if (scene.density.name !== 'tall') return () => {};
  const { palette } = scene;
  context.font = `10.5px ${palette.mono}`;
  const words = new WordLine(context, at.ids, scale.left - 8, scale.right + 40);
  return (mark, x) => {
    if (mark.kind === 'event' && mark.eventId) words.write(shorten(mark.eventId), x, palette.soft, 'center');
  };
}

function shorten(id: string): string {
  return id.length > 9 ? `…${id.slice(-8)}` : id;
}
