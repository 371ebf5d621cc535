type Listener = (...args: unknown[]) => void;

/**
 * An event target that also takes listeners as emitters do: they get what the event carries, not the event.
 *
 * @see https://nodejs.org/api/events.html#class-nodeeventtarget
 */
export class NodeEventTarget extends EventTarget {
  readonly #wrapped = new Map<string, Map<Listener, EventListener>>();

  on(type: string, listener: Listener, once = false): this {
    const listeners = this.#wrapped.get(type) ?? new Map<Listener, EventListener>();
    this.#wrapped.set(type, listeners);
    if (listeners.has(listener)) return this;
    const wrapped = (event: Event) => {
      if (once) this.off(type, listener);
      listener.call(this, event instanceof MessageEvent ? event.data : event);
    };
    listeners.set(listener, wrapped);
    this.addEventListener(type, wrapped);
    return this;
  }

  once(type: string, listener: Listener): this {
    return this.on(type, listener, true);
  }

  off(type: string, listener: Listener): this {
    const wrapped = this.#wrapped.get(type)?.get(listener);
    if (wrapped) this.removeEventListener(type, wrapped);
    this.#wrapped.get(type)?.delete(listener);
    return this;
  }

  addListener(type: string, listener: Listener): this {
    return this.on(type, listener);
  }

  removeListener(type: string, listener: Listener): this {
    return this.off(type, listener);
  }

  removeAllListeners(type?: string): this {
    for (const [name, listeners] of this.#wrapped) {
      if (type !== undefined && name !== type) continue;
      for (const listener of [...listeners.keys()]) this.off(name, listener);
    }
    return this;
  }

  emit(type: string, value: unknown): boolean {
    const heard = this.listenerCount(type) > 0;
    this.dispatchEvent(new MessageEvent(type, { data: value }));
    return heard;
  }

  eventNames(): string[] {
    return [...this.#wrapped].filter(([, listeners]) => listeners.size > 0).map(([name]) => name);
  }

  listenerCount(type: string): number {
    return this.#wrapped.get(type)?.size ?? 0;
  }
}
