/** A piece of a line of output in one style. */
export interface Span {
  readonly text: string;
  /** Class names; empty for plain text. */
  readonly classes: string;
  /** `#rrggbb` where the program chose a colour that has no name; null without. */
  readonly colour: string | null;
}

interface Style {
  readonly marks: ReadonlySet<string>;
  readonly colour: string | null;
}

const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);

// Control sequences as ECMA-48 has them, and operating system commands, as links are.
const sequence = new RegExp(`${ESC}(?:\\[([0-9;:?]*)[ -/]*([@-~])|\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)?)`, 'g');

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const switches: Readonly<Record<number, string>> = { 1: 'bold', 2: 'dim', 3: 'italic', 4: 'underline', 7: 'inverse' };
const offs: Readonly<Record<number, readonly string[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
};
const levels = [0, 95, 135, 175, 215, 255];
const plainStyle: Style = { marks: new Set(), colour: null };

function hex(...parts: readonly number[]): string {
  return `#${parts.map((part) => Math.min(255, part).toString(16).padStart(2, '0')).join('')}`;
}

/** A colour of the 256 that terminals have: a name of ours for the first 16. */
function indexed(index: number): { readonly name: string } | { readonly colour: string } {
  if (index < 16) return { name: index === 8 ? 'grey' : (names[index % 8] ?? 'white') };
  if (index >= 232) return { colour: hex(...Array<number>(3).fill(8 + (index - 232) * 10)) };
  const [red, green, blue] = [Math.floor((index - 16) / 36), Math.floor((index - 16) / 6) % 6, (index - 16) % 6];
  return { colour: hex(levels[red] ?? 0, levels[green] ?? 0, levels[blue] ?? 0) };
}

function withColour({ marks, colour }: Style, ground: 'fg' | 'bg', chosen: ReturnType<typeof indexed> | null): Style {
  const rest = new Set([...marks].filter((mark) => !mark.startsWith(ground)));
  const kept = ground === 'fg' ? null : colour;
  if (chosen === null) return { marks: rest, colour: kept };
  if ('name' in chosen) return { marks: rest.add(`${ground}-${chosen.name}`), colour: kept };
  // A background of any colour would need text that can be read on it: only text takes one.
  return { marks: rest, colour: ground === 'fg' ? chosen.colour : kept };
}

/** Select Graphic Rendition, ECMA-48 8.3.117. */
function select(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map(Number);
  let next = style;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    const mark = switches[code];
    const off = offs[code];
    if (code === 0) next = plainStyle;
    else if (mark) next = { ...next, marks: new Set(next.marks).add(mark) };
    else if (off) next = { ...next, marks: new Set([...next.marks].filter((each) => !off.includes(each))) };
    else if (code === 38 || code === 48) {
      const ground = code === 38 ? 'fg' : 'bg';
      if (codes[i + 1] === 5) {
        next = withColour(next, ground, indexed(codes[i + 2] ?? 0));
        i += 2;
      } else if (codes[i + 1] === 2) {
        next = withColour(next, ground, { colour: hex(codes[i + 2] ?? 0, codes[i + 3] ?? 0, codes[i + 4] ?? 0) });
        i += 4;
      }
    } else if (code === 39) next = withColour(next, 'fg', null);
    else if (code === 49) next = withColour(next, 'bg', null);
    else if (code >= 30 && code <= 37) next = withColour(next, 'fg', indexed(code - 30));
    else if (code >= 40 && code <= 47) next = withColour(next, 'bg', indexed(code - 40));
    else if (code >= 90 && code <= 97) next = withColour(next, 'fg', indexed(code - 90 + 8));
    else if (code >= 100 && code <= 107) next = withColour(next, 'bg', indexed(code - 100 + 8));
  }
  return next;
}

/** A line of output without what a terminal would obey. */
export function plainText(text: string): string {
  return text.includes(ESC) ? text.replace(sequence, '') : text;
}

/** A line of output in pieces of one style each. Cursor moves and the like say nothing in a log: they are left out. */
export function styledSpans(text: string): readonly Span[] {
  if (!text.includes(ESC)) return [{ text, classes: '', colour: null }];
  const spans: Span[] = [];
  let style = plainStyle;
  let done = 0;
  const add = (piece: string) => {
    if (piece === '') return;
    const classes = [...style.marks].map((mark) => `ansi-${mark}`).join(' ');
    spans.push({ text: piece, classes, colour: style.colour });
  };
  for (const match of text.matchAll(sequence)) {
    add(text.slice(done, match.index));
    if (match[2] === 'm') style = select(style, match[1] ?? '');
    done = match.index + match[0].length;
  }
  add(text.slice(done));
  return spans;
}

/** What switches a style on. */
function sequenceOf({ marks, colour }: Style): string {
  const codes = [...marks].map((mark) => {
    const [ground, name = ''] = mark.split('-');
    if (ground !== 'fg' && ground !== 'bg')
      return Object.keys(switches).find((code) => switches[Number(code)] === mark);
    const place = name === 'grey' ? 60 : names.indexOf(name);
    return (ground === 'fg' ? 30 : 40) + place;
  });
  if (colour !== null) {
    const parts = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
    codes.push(`38;2;${parts.join(';')}`);
  }
  return codes.length === 0 ? '' : `${ESC}[${codes.join(';')}m`;
}

/** The styles that are still on at the end of a line, as what switches them on at the start of the next. */
export function openStyles(text: string): string {
  if (!text.includes(ESC)) return '';
  let style = plainStyle;
  for (const [, parameters = '', end] of text.matchAll(sequence)) if (end === 'm') style = select(style, parameters);
  return sequenceOf(style);
}
