/** Taken before the browser's names are hidden from the program. */
export const CloseEvent = globalThis.CloseEvent;

/** `ErrorEvent` as Node's sockets dispatch it: a class without a global name. */
export class ErrorEvent extends Event {
  readonly message: string;
  readonly error: unknown;

  constructor(type: string, init: EventInit & { message?: string; error?: unknown } = {}) {
    super(type, init);
    this.message = init.message ?? '';
    this.error = init.error;
  }
}

type Listener<E> = ((event: E) => void) | null;

/** The event handler attributes of a target: `onopen` and the like. */
export class Handlers {
  readonly #target: EventTarget;
  readonly #handlers = new Map<string, (event: never) => void>();

  constructor(target: EventTarget) {
    this.#target = target;
  }

  get<E extends Event>(type: string): Listener<E> {
    return (this.#handlers.get(type) as Listener<E>) ?? null;
  }

  set<E extends Event>(type: string, handler: Listener<E>): void {
    const previous = this.#handlers.get(type);
    if (previous) this.#target.removeEventListener(type, previous as EventListener);
    this.#handlers.delete(type);
    if (typeof handler !== 'function') return;
    this.#handlers.set(type, handler);
    this.#target.addEventListener(type, handler as EventListener);
  }
}
