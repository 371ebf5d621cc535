import type { Mark } from './marks.ts';
import type { Picture } from './picture.ts';
import type { WireState } from './wire-state.ts';

interface PointerListeners {
  /** What is under the pointer, and where that is in the picture. */
  readonly onHover: (mark: Mark | null, x: number, y: number) => void;
}

/** A press that moves less than this is a click. In pixels. */
const clickSlack = 4;

/** How much one step of a wheel zooms. */
const wheelZoom = 1.0015;

/** Click picks, dragging moves the time, a wheel with Ctrl (and a pinch) zooms. Returns how to stop listening. */
export function listenToPointer(
  box: HTMLElement,
  picture: Picture,
  state: WireState,
  { onHover }: PointerListeners,
): () => void {
  let pressed: { readonly x: number; last: number; dragged: boolean } | null = null;
  const place = (event: MouseEvent) => {
    const { left, top } = box.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  const listeners = {
    pointerdown(event: PointerEvent) {
      const { x } = place(event);
      // The scrollbar is no part of the picture.
      if (event.button !== 0 || x >= box.clientWidth) return;
      pressed = { x, last: x, dragged: false };
    },
    pointermove(event: PointerEvent) {
      const { x, y } = place(event);
      if (!pressed) {
        onHover(picture.markAt(x, y), x, y);
        return;
      }
      if (!pressed.dragged && Math.abs(x - pressed.x) < clickSlack) return;
      if (!pressed.dragged) box.setPointerCapture(event.pointerId);
      pressed.dragged = true;
      onHover(null, x, y);
      state.pan((pressed.last - x) / picture.timeWidth);
      pressed.last = x;
    },
    pointerup(event: PointerEvent) {
      const { x, y } = place(event);
      if (pressed && !pressed.dragged) state.pick(picture.markAt(x, y));
      pressed = null;
    },
    pointercancel() {
      pressed = null;
    },
    pointerleave(event: PointerEvent) {
      const { x, y } = place(event);
      onHover(null, x, y);
    },
    wheel(event: WheelEvent) {
      const { x } = place(event);
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (event.ctrlKey) state.zoom(wheelZoom ** event.deltaY, picture.placeOf(x));
      else if (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)) state.pan(sideways / picture.timeWidth);
      else return;
      event.preventDefault();
    },
  };

  const { pointerdown, pointermove, pointerup, pointercancel, pointerleave, wheel } = listeners;
  const done = new AbortController();
  const { signal } = done;
  box.addEventListener('pointerdown', pointerdown, { signal });
  box.addEventListener('pointermove', pointermove, { signal });
  box.addEventListener('pointerup', pointerup, { signal });
  box.addEventListener('pointercancel', pointercancel, { signal });
  box.addEventListener('pointerleave', pointerleave, { signal });
  box.addEventListener('wheel', wheel, { signal, passive: false });
  return () => done.abort();
}
