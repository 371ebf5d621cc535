import type { PreviewNews } from './post.ts';

/**
 * Shows the framing page what the console shows.
 * Runs in the preview page, as its own source.
 *
 * @see https://console.spec.whatwg.org/#formatter
 */
export function forwardConsole(post: (news: PreviewNews) => void, inspect: (value: unknown) => string): void {
  const levels = ['log', 'info', 'warn', 'error', 'debug'] as const;

  const substitute = (specifier: string, value: unknown): string => {
    switch (specifier) {
      case '%d':
      case '%i':
        return String(Math.trunc(Number(value)));
      case '%f':
        return String(Number(value));
      case '%c':
        return '';
      default:
        return inspect(value);
    }
  };

  const format = (values: readonly unknown[]): string => {
    const [first, ...rest] = values;
    if (typeof first !== 'string') return values.map(inspect).join(' ');
    const text = first.replace(/%[%sdifoOc]/g, (specifier) => {
      if (specifier === '%%') return '%';
      return rest.length === 0 ? specifier : substitute(specifier, rest.shift());
    });
    return [text, ...rest.map(inspect)].join(' ');
  };

  for (const level of levels) {
    const native = console[level];
    console[level] = (...values: unknown[]) => {
      native.apply(console, values);
      post({ type: 'console', level, text: format(values) });
    };
  }
  const nativeAssert = console.assert;
  console.assert = (condition?: boolean, ...values: unknown[]) => {
    Reflect.apply(nativeAssert, console, [condition, ...values]);
    if (!condition) post({ type: 'console', level: 'error', text: `Assertion failed: ${format(values)}`.trimEnd() });
  };
}
