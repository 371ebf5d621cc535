/**
 * Chromium gives a stack only to the exceptions that it throws itself, and none to those that scripts make. All have
 * one in Node, and a message without a place helps nobody.
 */
function withStacks(): void {
  const Native = globalThis.DOMException;
  const capture: unknown = Reflect.get(Error, 'captureStackTrace');
  if ('stack' in new Native() || typeof capture !== 'function') return;
  const traced = new Proxy(Native, {
    construct(target, args, newTarget) {
      const made: object = Reflect.construct(target, args, newTarget);
      capture(made, traced);
      return made;
    },
  });
  Object.defineProperty(Native.prototype, 'constructor', { value: traced, writable: true, configurable: true });
  Object.defineProperty(globalThis, 'DOMException', { value: traced, writable: true, configurable: true });
}

withStacks();
