/** What a module's code sees: an object whose properties are its live exports. */
export type Namespace = Record<string, unknown>;

export function newNamespace(): Namespace {
  return Object.defineProperty(Object.create(null), Symbol.toStringTag, { value: 'Module' });
}

/** A CommonJS module or a built-in as `import` sees it: `default` is its exports, their names are names. */
export function namespaceOf(exports: unknown): Namespace {
  const namespace = newNamespace();
  if ((typeof exports === 'object' && exports !== null) || typeof exports === 'function') {
    for (const name of Object.keys(exports)) {
      if (name === 'default') continue;
      Object.defineProperty(namespace, name, {
        get: () => Reflect.get(exports, name),
        enumerable: true,
        configurable: true,
      });
    }
  }
  namespace.default = exports;
  sortNames(namespace);
  return namespace;
}

/** The names of a namespace are in the order of their code units, as ECMA-262 §10.4.6 has it. */
export function sortNames(namespace: Namespace): void {
  const names = Object.keys(namespace);
  const sorted = names.toSorted();
  if (sorted.every((name, index) => name === names[index])) return;
  const descriptors = Object.getOwnPropertyDescriptors(namespace);
  for (const name of sorted) {
    Reflect.deleteProperty(namespace, name);
    Object.defineProperty(namespace, name, descriptors[name]!);
  }
}
