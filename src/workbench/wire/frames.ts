export interface Frames {
  /** Something changed: draws in the next frame. */
  request(): void;
  stop(): void;
}

/** How often a picture that is to be calm looks at the time. In milliseconds. */
const calmInterval = 250;

/** Draws when asked, and in every frame while `moves`. A page that nobody sees draws nothing. */
export function createFrames(draw: () => void, moves: () => boolean, calm: () => boolean): Frames {
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let stopped = false;

  function request() {
    if (frame === 0 && !stopped) frame = requestAnimationFrame(run);
  }

  function run() {
    frame = 0;
    draw();
    if (!moves() || stopped) return;
    if (!calm()) request();
    else
      timer ??= setTimeout(() => {
        timer = null;
        request();
      }, calmInterval);
  }

  return {
    request,
    stop() {
      stopped = true;
      cancelAnimationFrame(frame);
      if (timer !== null) clearTimeout(timer);
    },
  };
}
