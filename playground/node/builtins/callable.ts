type AnyConstructor = new (...args: never[]) => object;

/** The object whose constructor is being applied to it, until the bottom of the chain takes it. */
let adopted: { readonly self: object; readonly as: AnyConstructor } | null = null;

/**
 * Lets a class be called without `new`, as the constructors of Node's older modules can: `net.Socket()`, `http.Server()`.
 * Called on an object that inherits from it (`http.ServerResponse.call(this, request)`), as constructors did before there
 * were classes, it sets that object up. Subclasses, `instanceof` and static members see the class itself.
 */
export function callable<Class extends AnyConstructor>(
  Class: Class,
): Class & ((...args: ConstructorParameters<Class>) => InstanceType<Class>) {
  makeAdoptive(Class);
  const proxy = new Proxy(Class, {
    apply(target, self: unknown, args: unknown[]) {
      adopted = self instanceof target ? { self, as: target } : null;
      try {
        return Reflect.construct(target, args);
      } finally {
        adopted = null;
      }
    },
  });
  Object.defineProperty(Class.prototype, 'constructor', { value: proxy, writable: true, configurable: true });
  return proxy as Class & ((...args: ConstructorParameters<Class>) => InstanceType<Class>);
}

const adoptive = new WeakSet<object>();

/**
 * Only a class can give an object its private fields, and it gives them to what `super()` returns. So between the last
 * class of the chain and the old-style constructor below it stands one that returns the adopted object.
 */
function makeAdoptive(Class: AnyConstructor): void {
  let last: AnyConstructor = Class;
  let base: unknown = Object.getPrototypeOf(last);
  while (isClass(base) && !adoptive.has(base)) {
    last = base;
    base = Object.getPrototypeOf(last);
  }
  if (typeof base !== 'function' || base === Function.prototype || adoptive.has(base)) return;
  const between = new Proxy(base, {
    construct(target, args: unknown[], newTarget) {
      // What a constructor makes for its own use before it calls `super()` is not what is adopted.
      if (adopted?.as !== newTarget) return Reflect.construct(target, args, newTarget);
      const { self } = adopted;
      adopted = null;
      Reflect.apply(target, self, args);
      return self;
    },
  });
  adoptive.add(between);
  Object.setPrototypeOf(last, between);
}

function isClass(value: unknown): value is AnyConstructor {
  return typeof value === 'function' && Function.prototype.toString.call(value).startsWith('class');
}
