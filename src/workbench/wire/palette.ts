/** The page's colours as a canvas takes them. */
export interface Palette {
  readonly panel: string;
  readonly ink: string;
  readonly soft: string;
  readonly faint: string;
  readonly line: string;
  readonly edge: string;
  readonly signal: string;
  readonly warn: string;
  readonly bad: string;
  /** One for each type of event, in the order in which they were first seen. */
  readonly events: readonly string[];
  /** Families, without a size. */
  readonly mono: string;
}

/** How many types of events have a colour of their own. */
export const eventColours = 5;

/** Reads the custom properties that hold where `element` is; a canvas knows no `var()` and no `light-dark()`. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  probe.style.fontFamily = 'var(--mono)';
  const style = getComputedStyle(probe);
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return style.color;
  };
  const palette: Palette = {
    panel: colour('panel'),
    ink: colour('ink'),
    soft: colour('soft'),
    faint: colour('faint'),
    line: colour('line'),
    edge: colour('edge'),
    signal: colour('signal'),
    warn: colour('warn'),
    bad: colour('bad'),
    events: Array.from({ length: eventColours }, (_, index) => colour(`event-${index + 1}`)),
    mono: style.fontFamily,
  };
  probe.remove();
  return palette;
}

/** Calls back whenever the colours may have changed: the reader chose a theme, or the system did. */
export function onThemeChange(changed: () => void): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    scheme.removeEventListener('change', changed);
    observer.disconnect();
  };
}
