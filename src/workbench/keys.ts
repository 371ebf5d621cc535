const apple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

const names: Readonly<Record<string, string>> = apple
  ? { mod: '⌘', shift: '⇧', enter: '⏎', 'tab-mode': '⌃ ⇧ M', arrows: '← →' }
  : { mod: 'Ctrl', shift: 'Shift', enter: 'Enter', 'tab-mode': 'Ctrl M', arrows: '← →' };

/** What this machine's keyboard calls the keys of a shortcut like `mod shift enter`. */
export function keyNames(shortcut: string): readonly string[] {
  return shortcut.split(' ').flatMap((key) => (names[key] ?? key).split(' '));
}
