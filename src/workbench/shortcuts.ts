export interface Shortcuts {
  readonly run: () => void;
  readonly stop: () => void;
  readonly check: () => void;
}

/** Ctrl or Cmd with Enter runs, with Shift it checks, with a full stop it stops. Returns how to let go of the keys. */
export function listenForShortcuts(shortcuts: Shortcuts): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || document.querySelector('dialog[open]')) return;
    const action =
      event.key === 'Enter'
        ? event.shiftKey
          ? shortcuts.check
          : shortcuts.run
        : event.key === '.'
          ? shortcuts.stop
          : null;
    if (!action) return;
    // The editor has its own meaning for some of these.
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  addEventListener('keydown', onKeyDown, { capture: true });
  return () => removeEventListener('keydown', onKeyDown, { capture: true });
}
