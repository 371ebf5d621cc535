/**
 * What keeps a process alive, as libuv's active handles do: timers, servers, sockets, children, file operations.
 * When none is left and nothing is queued, the process ends by itself.
 *
 * @see https://nodejs.org/api/process.html#event-beforeexit
 */
export interface Handle {
  ref(): void;
  unref(): void;
  hasRef(): boolean;
  /** Gives the handle back; a released one stays so. */
  release(): void;
}

let active = 0;
let idle: () => void = () => {};

/** Called whenever the last active handle went. It may be called again after new handles came and went. */
export function onIdle(listener: () => void): void {
  idle = listener;
}

export function isAlive(): boolean {
  return active > 0;
}

function settle(change: 1 | -1): void {
  active += change;
  if (active === 0) idle();
}

/** A handle that counts from now on. */
export function acquire(): Handle {
  let referenced = true;
  let released = false;
  settle(1);
  const set = (value: boolean) => {
    if (released || referenced === value) return;
    referenced = value;
    settle(value ? 1 : -1);
  };
  return {
    ref: () => set(true),
    unref: () => set(false),
    hasRef: () => referenced && !released,
    release() {
      set(false);
      released = true;
    },
  };
}
