import type { editor } from 'monaco-editor/editor';

/** Browsers' own order of focus after Escape: Tab indents otherwise, and nobody must be trapped. https://www.w3.org/WAI/WCAG22/Understanding/no-keyboard-trap.html */
export function leaveWithEscape(instance: editor.IStandaloneCodeEditor): void {
  let escaped = false;
  instance.onKeyDown((event) => {
    const { key } = event.browserEvent;
    // The editor's own bindings listen further out.
    if (escaped && key === 'Tab') event.stopPropagation();
    // Shift is pressed on the way to Shift+Tab.
    if (key !== 'Shift') escaped = key === 'Escape';
  });
}
