import { editor } from 'monaco-editor/editor';

/** The value of a colour token as `#rrggbb`, light or dark as the page is now. */
function colour(probe: HTMLElement, token: string): string {
  probe.style.color = `var(${token})`;
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
  return `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
}

function defineTheme(): void {
  const probe = document.createElement('span');
  document.body.append(probe);
  const token = (name: string) => colour(probe, name);
  editor.defineTheme('steady-stream', {
    base: isDark() ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: token('--ink') },
      { token: 'keyword', foreground: token('--violet') },
      { token: 'string', foreground: token('--signal') },
      { token: 'attribute.value', foreground: token('--signal') },
      { token: 'number', foreground: token('--blue') },
      { token: 'regexp', foreground: token('--blue') },
      { token: 'comment', foreground: token('--faint') },
      { token: 'type', foreground: token('--code-token-function') },
      { token: 'tag', foreground: token('--violet') },
      { token: 'attribute.name', foreground: token('--code-token-function') },
      { token: 'delimiter', foreground: token('--soft') },
      { token: 'metatag', foreground: token('--soft') },
    ],
    colors: {
      'editor.background': token('--panel'),
      'editor.foreground': token('--ink'),
      'editor.lineHighlightBackground': token('--sunken'),
      'editor.lineHighlightBorder': token('--sunken'),
      'editorLineNumber.foreground': token('--faint'),
      'editorLineNumber.dimmedForeground': token('--faint'),
      'editorLineNumber.activeForeground': token('--ink'),
      'editorCursor.foreground': token('--signal'),
      'editorWidget.background': token('--raised'),
      'editorWidget.border': token('--edge'),
      'editorSuggestWidget.background': token('--raised'),
      'editorHoverWidget.background': token('--raised'),
      'editorError.foreground': token('--bad'),
      'editorWarning.foreground': token('--warn'),
      'quickInput.background': token('--raised'),
      'quickInputList.focusBackground': token('--chip'),
      'quickInputList.focusForeground': token('--ink'),
      'list.focusBackground': token('--chip'),
      'list.highlightForeground': token('--signal'),
      'list.focusHighlightForeground': token('--signal'),
      'editorSuggestWidget.selectedBackground': token('--chip'),
      'editorSuggestWidget.selectedForeground': token('--ink'),
      focusBorder: token('--signal'),
    },
  });
  editor.setTheme('steady-stream');
  probe.remove();
}

/** Gives every editor the page's colours, now and whenever the theme changes. */
export function applyEditorTheme(): void {
  defineTheme();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', defineTheme);
  new MutationObserver(defineTheme).observe(document.documentElement, { attributeFilter: ['data-theme'] });
}
