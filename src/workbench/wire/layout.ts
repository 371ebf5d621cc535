/** How much of a lane there is room to show. */
export interface Density {
  readonly name: 'tall' | 'medium' | 'small';
  /** Pixels of one lane. */
  readonly height: number;
}

const tall: Density = { name: 'tall', height: 76 };
const medium: Density = { name: 'medium', height: 38 };
const small: Density = { name: 'small', height: 14 };

/** Pixels above the lanes: the times, and the flags of faults. */
export const axisHeight = 34;

/** As much as can be shown of `lanes` lanes in `height` pixels; a few lanes are worth scrolling for. */
export function densityFor(lanes: number, height: number): Density {
  if (lanes <= 2 || lanes * tall.height <= height) return tall;
  return lanes <= 10 || lanes * medium.height <= height ? medium : small;
}

/** Pixels at the left for the names of clients and servers. */
export function gutterFor(width: number): number {
  return width < 380 ? 62 : 92;
}

/** The lanes of which any pixel shows: from the first up to but without the last. */
export function rowsInSight(
  density: Density,
  lanes: number,
  scrollTop: number,
  height: number,
): { readonly first: number; readonly last: number } {
  const first = Math.max(0, Math.floor(scrollTop / density.height));
  const last = Math.min(lanes, Math.ceil((scrollTop + height - axisHeight) / density.height));
  return { first, last };
}
