/**
 * Chromium gives a stack only to the exceptions that it throws itself, and Firefox gives one in its own style. In Node
 * they have one as errors do, and a message without a place helps nobody.
 */
function withStacks(): void {
  const Native = globalThis.DOMException;
  if (Object.hasOwn(new Native(), 'stack')) return;
  const traced = new Proxy(Native, {
    construct(target, args, newTarget) {
      const made: DOMException = Reflect.construct(target, args, newTarget);
      const frames = (new Error().stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
      const value = [`${made.name}: ${made.message}`, ...frames].join('\n');
      return Object.defineProperty(made, 'stack', { value, writable: true, configurable: true });
    },
  });
  Object.defineProperty(Native.prototype, 'constructor', { value: traced, writable: true, configurable: true });
  Object.defineProperty(globalThis, 'DOMException', { value: traced, writable: true, configurable: true });
}

withStacks();
