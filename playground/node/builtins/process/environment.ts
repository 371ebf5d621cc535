/** Variables as `process.env` has them: whatever is assigned becomes text. @see https://nodejs.org/api/process.html#processenv */
export function environment(variables: Readonly<Record<string, string>>): Record<string, string | undefined> {
  return new Proxy<Record<string, string | undefined>>(
    { ...variables },
    {
      set(target, name, value) {
        if (typeof name === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
        target[name] = String(value);
        return true;
      },
      defineProperty(target, name, descriptor) {
        return Reflect.defineProperty(target, name, { ...descriptor, value: String(descriptor.value) });
      },
    },
  );
}
