import { drawWire } from './draw-wire.ts';
import { lanesInSight, markTest } from './filter.ts';
import { axisHeight, densityFor, gutterFor } from './layout.ts';
import type { Lane, Mark } from './marks.ts';
import { type Palette, readPalette } from './palette.ts';
import { nearest } from './pick.ts';
import type { Scene } from './scene.ts';
import { timeAt } from './viewport.ts';
import type { WireState } from './wire-state.ts';

/** How near to a mark a pointer has to be, in pixels. */
const reachPixels = 9;

/** A steadily moving picture becomes one that moves so often. In milliseconds. */
const calmStep = 1000;

/** The canvas with the wire on it: knows its size and its colours, and what is drawn where. */
export class Picture {
  readonly #canvas: HTMLCanvasElement;
  readonly #state: WireState;
  readonly #peerName: (peer: string) => string;
  #palette: Palette;
  #width = 0;
  #height = 0;
  #scene: Scene | null = null;
  scrollTop = 0;
  hovered: Mark | null = null;
  /** Readers who asked for less motion get a picture that moves once a second. */
  calm = false;

  constructor(canvas: HTMLCanvasElement, state: WireState, peerName: (peer: string) => string) {
    this.#canvas = canvas;
    this.#state = state;
    this.#peerName = peerName;
    this.#palette = readPalette(canvas.parentElement ?? document.body);
  }

  recolour(): void {
    this.#palette = readPalette(this.#canvas.parentElement ?? document.body);
  }

  /** In CSS pixels; the canvas gets as many as the screen has. */
  resize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    const ratio = devicePixelRatio;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
  }

  get lanes(): readonly Lane[] {
    return this.#scene?.lanes ?? [];
  }

  /** Pixels that all lanes together are high. */
  get contentHeight(): number {
    return this.#scene === null ? 0 : axisHeight + this.#scene.lanes.length * this.#scene.density.height;
  }

  draw(): void {
    const context = this.#canvas.getContext('2d');
    if (!context || this.#width === 0 || this.#height === 0) return;
    const scene = this.#compose();
    this.#scene = scene;
    const ratio = this.#canvas.width / this.#width;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawWire(context, scene);
  }

  #compose(): Scene {
    const { model, filter, picked, follows, pausedAt } = this.#state;
    const view = this.#state.view();
    const step = this.calm && follows.value && pausedAt.value === null;
    const end = step ? Math.ceil(view.end / calmStep) * calmStep : view.end;
    const lanes = lanesInSight(model.lanes, { ...view, end }, filter.value);
    const density = densityFor(lanes.length, this.#height - axisHeight);
    const most = Math.max(0, axisHeight + lanes.length * density.height - this.#height);
    return {
      width: this.#width,
      height: this.#height,
      gutter: gutterFor(this.#width),
      palette: this.#palette,
      view: { ...view, end },
      now: this.#state.horizon(),
      lanes,
      density,
      scrollTop: Math.min(this.scrollTop, most),
      global: model.global,
      spans: model.spans,
      names: model.names,
      shows: markTest(filter.value),
      picked: picked.value,
      hovered: this.hovered,
      peerName: this.#peerName,
    };
  }

  /** The mark under a place in the picture; null when there is none. */
  markAt(x: number, y: number): Mark | null {
    const scene = this.#scene;
    if (!scene || x < scene.gutter - reachPixels) return null;
    const width = scene.width - scene.gutter;
    const at = timeAt(scene.view, x, scene.gutter, width);
    const reach = (reachPixels * scene.view.span) / width;
    const shows = (mark: Mark) => mark.at <= scene.now && scene.shows(mark);
    if (y < axisHeight) return nearest(scene.global, at, reach, shows);
    const lane = scene.lanes[Math.floor((y - axisHeight + scene.scrollTop) / scene.density.height)];
    return lane ? nearest(lane.marks, at, reach, shows) : null;
  }

  /** How far to scroll so that a lane is in sight; null when it is. */
  scrollFor(lane: Lane): number | null {
    const scene = this.#scene;
    const row = scene?.lanes.indexOf(lane) ?? -1;
    if (!scene || row === -1) return null;
    const top = row * scene.density.height;
    const room = scene.height - axisHeight;
    if (top < scene.scrollTop) return top;
    return top + scene.density.height > scene.scrollTop + room ? top + scene.density.height - room : null;
  }

  /** Where in the picture a place is: 0 at the left border of the time, 1 at the right one. */
  placeOf(x: number): number {
    const gutter = gutterFor(this.#width);
    return Math.min(1, Math.max(0, (x - gutter) / Math.max(1, this.#width - gutter)));
  }

  /** How many pixels the time in sight has. */
  get timeWidth(): number {
    return Math.max(1, this.#width - gutterFor(this.#width));
  }
}
