/**
 * Lets a class be called without `new`, as the constructors of Node's older modules can: `net.Socket()`, `http.Server()`.
 * Subclasses, `instanceof` and static members see the class itself.
 */
export function callable<Class extends new (...args: never[]) => object>(
  Class: Class,
): Class & ((...args: ConstructorParameters<Class>) => InstanceType<Class>) {
  const proxy = new Proxy(Class, {
    apply: (target, _this, args: unknown[]) => Reflect.construct(target, args),
  });
  Object.defineProperty(Class.prototype, 'constructor', { value: proxy, writable: true, configurable: true });
  return proxy as Class & ((...args: ConstructorParameters<Class>) => InstanceType<Class>);
}
