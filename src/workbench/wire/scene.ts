import type { Density } from './layout.ts';
import type { FaultSpan, Lane, Mark } from './marks.ts';
import type { Palette } from './palette.ts';
import type { Viewport } from './viewport.ts';

/** Everything that one picture of the wire depends on. */
export interface Scene {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly gutter: number;
  readonly palette: Palette;
  readonly view: Viewport;
  /** Nothing later is shown. */
  readonly now: number;
  readonly lanes: readonly Lane[];
  readonly density: Density;
  readonly scrollTop: number;
  /** Marks that concern all lanes, oldest first. */
  readonly global: readonly Mark[];
  readonly spans: readonly FaultSpan[];
  readonly names: ReadonlyMap<string, number>;
  readonly shows: (mark: Mark) => boolean;
  readonly picked: Mark | null;
  readonly hovered: Mark | null;
  /** What a server's address is called. */
  readonly peerName: (peer: string) => string;
}

/** A picture's own coordinates: x of a moment, and the colour of a type of event. */
export interface Scale {
  readonly x: (at: number) => number;
  /** Milliseconds of one pixel. */
  readonly perPixel: number;
  readonly left: number;
  readonly right: number;
  readonly colourOf: (name: string) => string;
}

export function scaleOf({ view, gutter, width, names, palette }: Scene): Scale {
  const begin = view.end - view.span;
  const perPixel = view.span / Math.max(1, width - gutter);
  const colours = new Map(
    [...names.keys()].map((name, index) => [name, palette.events[index % palette.events.length]]),
  );
  return {
    x: (at) => gutter + (at - begin) / perPixel,
    perPixel,
    left: gutter,
    right: width,
    colourOf: (name) => colours.get(name) ?? palette.soft,
  };
}
