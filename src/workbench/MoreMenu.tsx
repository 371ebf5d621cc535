import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useDismiss } from './use-dismiss.ts';

export interface MenuItem {
  readonly label: string;
  readonly note?: string;
  readonly onSelect: () => void;
}

/** The rarer actions, as the ARIA practices describe a menu button. https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/ */
export function MoreMenu({ items }: { readonly items: readonly MenuItem[] }) {
  const open = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const entries = () => [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  useDismiss(open, root);
  useEffect(() => {
    if (open.value) entries()[0]?.focus();
  }, [open.value]);

  const close = () => {
    open.value = false;
    root.current?.querySelector<HTMLElement>('[aria-haspopup]')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open.value) return;
    if (event.key === 'Escape') close();
    const all = entries();
    const index = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: (index + 1) % all.length, ArrowUp: (index + all.length - 1) % all.length }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[next]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the button and of the menu meet here
    <div class="more" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="button more-button"
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-label="More actions"
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      {open.value && (
        <div class="menu" role="menu" aria-label="More actions">
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                item.onSelect();
              }}
            >
              {item.label}
              {item.note && <span class="menu-note">{item.note}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
