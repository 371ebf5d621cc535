interface Registered {
  readonly type: string;
  readonly listener: unknown;
  readonly capture: boolean;
}

const registered = new WeakMap<EventTarget, Registered[]>();

const captureOf = (options: unknown): boolean =>
  options === true || (typeof options === 'object' && options !== null && Reflect.get(options, 'capture') === true);

function forget(target: EventTarget, type: string, listener: unknown, capture: boolean): void {
  const list = registered.get(target) ?? [];
  const position = list.findIndex((one) => one.type === type && one.listener === listener && one.capture === capture);
  if (position >= 0) list.splice(position, 1);
}

/** The listeners of an `EventTarget`, in the order in which they came. */
export function targetListeners(target: EventTarget, type: string): unknown[] {
  return (registered.get(target) ?? []).filter((one) => one.type === type).map(({ listener }) => listener);
}

/** A browser keeps a target's listeners to itself, and `getEventListeners` must tell them: they are noted as they come and go. */
function followEventTargets(): void {
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  Object.assign(EventTarget.prototype, {
    addEventListener(this: EventTarget | undefined, ...args: Parameters<typeof addEventListener>): void {
      const target = this ?? globalThis;
      const [type, listener, options] = args;
      const capture = captureOf(options);
      if (listener && !targetListeners(target, type).includes(listener)) {
        registered.set(target, [...(registered.get(target) ?? []), { type, listener, capture }]);
        if (typeof options === 'object' && options?.once) {
          addEventListener.call(target, type, () => forget(target, type, listener, capture), { once: true, capture });
        }
      }
      addEventListener.apply(target, args);
    },

    removeEventListener(this: EventTarget | undefined, ...args: Parameters<typeof removeEventListener>): void {
      const target = this ?? globalThis;
      const [type, listener, options] = args;
      forget(target, type, listener, captureOf(options));
      removeEventListener.apply(target, args);
    },
  });
}

followEventTargets();
