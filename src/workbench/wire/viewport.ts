/** The part of the time that is in sight. */
export interface Viewport {
  /** Milliseconds since the edge started, at the right border. */
  readonly end: number;
  /** How many milliseconds are in sight. */
  readonly span: number;
}

const shortestSpan = 50;
const longestSpan = 60 * 60_000;

/** What is left free at the right of a picture that follows, as a share of it. */
const headroom = 0.04;

function clampSpan(span: number): number {
  return Math.min(longestSpan, Math.max(shortestSpan, span));
}

/** Keeps the newest moment in sight; in the beginning the picture fills from the left. */
export function following(now: number, span: number): Viewport {
  return { end: Math.max(now + span * headroom, span * (1 - headroom)), span };
}

/** Zooms by `factor` (under 1 shows less time) about a place: 0 is the left border, 1 the right one. */
export function zoomed(view: Viewport, factor: number, place: number): Viewport {
  const span = clampSpan(view.span * factor);
  const fixed = view.end - view.span * (1 - place);
  return { end: fixed + span * (1 - place), span };
}

/** Moves by a share of what is in sight; positive goes to later times. */
export function panned(view: Viewport, share: number): Viewport {
  return { ...view, end: Math.max(view.span * 0.1, view.end + share * view.span) };
}

/** Moves just so far that `at` is in sight. */
export function showing(view: Viewport, at: number): Viewport {
  const margin = view.span * 0.08;
  if (at < view.end - view.span + margin) return { ...view, end: at - margin + view.span };
  return at > view.end - margin ? { ...view, end: at + margin } : view;
}

/** Pixels from the left border, which is `left`, in a picture of `width`. */
export function xOf({ end, span }: Viewport, at: number, left: number, width: number): number {
  return left + ((at - (end - span)) / span) * width;
}

/** The moment at pixel `x`: the inverse of {@link xOf}. */
export function timeAt({ end, span }: Viewport, x: number, left: number, width: number): number {
  return end - span + ((x - left) / width) * span;
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Round moments in sight, about `wanted` of them. */
export function ticks({ end, span }: Viewport, wanted: number): readonly Tick[] {
  const rough = span / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  // Minutes are read more easily than hundreds of seconds.
  const steps =
    rough > 20_000 ? [30_000, 60_000, 300_000, 600_000, 1_800_000] : [power, 2 * power, 5 * power, 10 * power];
  const step = steps.find((each) => each >= rough) ?? 1_800_000;
  const found: Tick[] = [];
  for (let at = Math.max(0, Math.ceil((end - span) / step)) * step; at <= end; at += step) {
    found.push({ at, label: tickLabel(at, step) });
  }
  return found;
}

function tickLabel(at: number, step: number): string {
  if (step >= 30_000) {
    const seconds = Math.round(at / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  }
  const decimals = Math.max(0, Math.ceil(-Math.log10(step / 1000)));
  return `${(at / 1000).toFixed(decimals)} s`;
}
