/** A value as a console shows it, cut at a readable length. Runs in the preview page, as its own source. */
export function inspect(root: unknown, describeError: (error: unknown) => string): string {
  const maxDepth = 3;
  const maxItems = 100;
  const maxText = 10_000;
  const seen = new Set<object>();

  const key = (name: string | symbol) =>
    typeof name === 'symbol' ? `[${String(name)}]` : /^[\w$]+$/.test(name) ? name : JSON.stringify(name);

  const list = (open: string, parts: string[], total: number, close: string) => {
    if (total > parts.length) parts.push(`… ${total - parts.length} more`);
    return parts.length === 0 ? `${open}${close}` : `${open} ${parts.join(', ')} ${close}`;
  };

  const members = (value: object, names: readonly (string | symbol)[], depth: number) =>
    names.slice(0, maxItems).map((name) => {
      try {
        return `${key(name)}: ${show(Reflect.get(value, name), depth + 1)}`;
      } catch (error) {
        return `${key(name)}: (throws ${String(error)})`;
      }
    });

  const showElement = (element: Element) => {
    const clone = element.cloneNode(false);
    return clone instanceof Element ? clone.outerHTML.replace(/<\/[^>]*>$/, '') : element.tagName;
  };

  const showEvent = (event: Event, name: string, depth: number) => {
    const told = ['type', 'data', 'lastEventId', 'message', 'reason', 'detail'].filter((field) => field in event);
    return list(`${name} {`, members(event, told, depth), told.length, '}');
  };

  const showObject = (value: object, depth: number): string => {
    const name = value.constructor?.name ?? '';
    if (value instanceof Error) return describeError(value);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (value instanceof URL) return `URL { ${value.href} }`;
    if (value instanceof Element) return showElement(value);
    if (depth >= maxDepth) return Array.isArray(value) ? `[Array(${value.length})]` : `[${name || 'Object'}]`;
    if (value instanceof Event) return showEvent(value, name, depth);
    if (Array.isArray(value)) {
      const parts = value.slice(0, maxItems).map((item) => show(item, depth + 1));
      return list('[', parts, value.length, ']');
    }
    if (value instanceof Map) {
      const parts = [...value].slice(0, maxItems).map(([k, v]) => `${show(k, depth + 1)} => ${show(v, depth + 1)}`);
      return list(`Map(${value.size}) {`, parts, value.size, '}');
    }
    if (value instanceof Set) {
      const parts = [...value].slice(0, maxItems).map((item) => show(item, depth + 1));
      return list(`Set(${value.size}) {`, parts, value.size, '}');
    }
    const names = Reflect.ownKeys(value).filter((own) => Object.prototype.propertyIsEnumerable.call(value, own));
    const label = name === '' || name === 'Object' ? '' : `${name} `;
    return list(`${label}{`, members(value, names, depth), names.length, '}');
  };

  const show = (value: unknown, depth: number): string => {
    if (typeof value === 'string') return depth === 0 ? value : JSON.stringify(value);
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'function') return `[Function ${value.name || '(anonymous)'}]`;
    if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
    if (seen.has(value)) return '[Circular]';
    seen.add(value);
    try {
      return showObject(value, depth);
    } finally {
      seen.delete(value);
    }
  };

  const text = show(root, 0);
  return text.length > maxText ? `${text.slice(0, maxText)}… (${text.length} characters)` : text;
}
