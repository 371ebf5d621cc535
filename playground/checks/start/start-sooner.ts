/** `node --require start-sooner.cjs …`: a check starts several processes, and most of its time is their start. */
import http from 'node:http';

/**
 * Global classes of which `node:http` has properties too. Their getters load undici, which takes as long as the rest of the
 * start, and every `import` of `node:http` reads them.
 */
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent'] as const) {
  if (!Object.getOwnPropertyDescriptor(http, name)?.get) continue;
  Object.defineProperty(http, name, { value: standIn(() => globalThis[name]), configurable: true, enumerable: true });
}

type AnyClass = new (...args: never[]) => object;

/** Does what the class does that `find` returns, and looks for it only then. */
function standIn(find: () => AnyClass): AnyClass {
  // A class has a `prototype` of its own that no trap may hide, and an arrow function makes nothing.
  // biome-ignore lint/complexity/useArrowFunction: see above
  const target = function () {} as unknown as AnyClass;
  return new Proxy(target, {
    get: (_, key) => Reflect.get(find(), key),
    has: (_, key) => Reflect.has(find(), key),
    construct: (_, args, newTarget) => Reflect.construct(find(), args, newTarget),
  });
}
