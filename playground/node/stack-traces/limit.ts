/** The machine's own frames are captured too, and left out later. */
const OWN_FRAMES = 30;

let capturesMore = false;

/** How many frames a trace shows: `Error.stackTraceLimit`, which programs read and set. @see https://nodejs.org/api/errors.html#errorstacktracelimit */
export function shownFrames(): number {
  const limit: unknown = Reflect.get(Error, 'stackTraceLimit');
  return typeof limit === 'number' ? limit - (capturesMore ? OWN_FRAMES : 0) : 0;
}

/** Makes an error deep inside a built-in, with as many frames of the program as it would have had at the call. */
export function captureMore<Made>(make: () => Made): Made {
  const limit: unknown = Reflect.get(Error, 'stackTraceLimit');
  if (capturesMore || typeof limit !== 'number') return make();
  capturesMore = true;
  Error.stackTraceLimit = limit + OWN_FRAMES;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
    capturesMore = false;
  }
}
