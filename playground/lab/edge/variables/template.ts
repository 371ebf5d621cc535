/** What a template's variables are read from. */
export interface VariableSource {
  /** Null when the request has no such thing. */
  variable(name: string): string | null;
  /** `$1` to `$9` of the regular expression that matched last. */
  capture(number: number): string;
}

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'capture'; readonly number: number };

const REFERENCE = /\$(?:\{(\w*)\}|(\d)|(\w*))/g;

/** Text with variables in it. */
export class Template {
  readonly text: string;
  readonly #parts: readonly Part[];

  /** Throws a `SyntaxError` for a dollar sign without a name, in nginx's words. */
  constructor(text: string) {
    this.text = text;
    const parts: Part[] = [];
    let end = 0;
    for (const match of text.matchAll(REFERENCE)) {
      const name = match[1] ?? match[2] ?? match[3] ?? '';
      if (name === '') throw new SyntaxError('invalid variable name');
      if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
      parts.push(/^\d$/.test(name) ? { kind: 'capture', number: Number(name) } : { kind: 'variable', name });
      end = match.index + match[0].length;
    }
    if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
    this.#parts = parts;
  }

  get isConstant(): boolean {
    return this.#parts.every((part) => part.kind === 'text');
  }

  variableNames(): readonly string[] {
    return this.#parts.flatMap((part) => (part.kind === 'variable' ? part.name : []));
  }

  /** `fallback` stands for what the request has not. */
  evaluate(source: VariableSource, fallback = ''): string {
    return this.#parts
      .map((part) => {
        if (part.kind === 'text') return part.text;
        return part.kind === 'capture' ? source.capture(part.number) : (source.variable(part.name) ?? fallback);
      })
      .join('');
  }
}
