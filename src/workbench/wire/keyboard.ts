import { markTest } from './filter.ts';
import type { Mark } from './marks.ts';
import { across, along } from './pick.ts';
import type { Picture } from './picture.ts';
import type { WireState } from './wire-state.ts';

/** The mark to begin with: the newest that shows. */
function newest(state: WireState, picture: Picture): Mark | null {
  const shows = markTest(state.filter.value);
  const horizon = state.horizon();
  const inSight = (mark: Mark) => mark.at <= horizon && shows(mark);
  let best: Mark | null = null;
  for (const lane of picture.lanes) {
    const mark = lane.marks.findLast(inSight);
    if (mark && (best === null || mark.at > best.at)) best = mark;
  }
  return best;
}

/** The mark that a key leads to; null when it leads nowhere, undefined for another key. */
function stepTo(key: string, state: WireState, picture: Picture): Mark | null | undefined {
  const picked = state.picked.value;
  const test = markTest(state.filter.value);
  const horizon = state.horizon();
  const shows = (mark: Mark) => mark.at <= horizon && test(mark);
  const marks = picked?.lane?.marks ?? state.model.global;
  const moves: Readonly<Record<string, () => Mark | null>> = {
    ArrowLeft: () => picked && along(marks, picked, 'back', shows),
    ArrowRight: () => picked && along(marks, picked, 'on', shows),
    Home: () => picked && along(marks, picked, 'first', shows),
    End: () => picked && along(marks, picked, 'last', shows),
    ArrowUp: () => picked && across(picture.lanes, picked, 'up', shows),
    ArrowDown: () => picked && across(picture.lanes, picked, 'down', shows),
  };
  const move = moves[key];
  if (move === undefined) return undefined;
  return picked === null ? newest(state, picture) : move();
}

/** Moves among the marks, and zooms and moves the picture. Returns whether the key meant something. */
export function pressKey(event: KeyboardEvent, state: WireState, picture: Picture): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.shiftKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
    state.pan(event.key === 'ArrowLeft' ? -0.2 : 0.2);
    return true;
  }
  const others: Readonly<Record<string, () => void>> = {
    '+': () => state.zoom(0.5),
    '=': () => state.zoom(0.5),
    '-': () => state.zoom(2),
    ' ': state.togglePause,
    f: state.toggleFollow,
    Escape: () => state.pick(null),
  };
  const other = others[event.key];
  if (other) {
    // With nothing picked, Escape is somebody else's.
    if (event.key === 'Escape' && state.picked.value === null) return false;
    other();
    return true;
  }
  const mark = stepTo(event.key, state, picture);
  if (mark === undefined) return false;
  if (mark !== null) state.pick(mark);
  return true;
}
