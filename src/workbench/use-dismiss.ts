import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Closes what is open when the reader points at something outside of it, or goes there by keyboard. */
export function useDismiss(open: Signal<boolean>, root: RefObject<HTMLElement>): void {
  useEffect(() => {
    if (!open.value) return undefined;
    const dismiss = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) open.value = false;
    };
    addEventListener('pointerdown', dismiss);
    addEventListener('focusin', dismiss);
    return () => {
      removeEventListener('pointerdown', dismiss);
      removeEventListener('focusin', dismiss);
    };
  }, [open, open.value, root]);
}
