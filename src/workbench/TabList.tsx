import { useEffect, useRef } from 'preact/hooks';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** Shown small behind the label: a count, a state. */
  readonly note?: string;
  readonly tone?: 'good' | 'bad' | undefined;
}

interface Props<Id extends string> {
  /** Names the list for screen readers; ids of tabs and panels start with `prefix`. */
  readonly label: string;
  readonly prefix: string;
  readonly tabs: readonly Tab<Id>[];
  readonly active: Id;
  readonly onSelect: (id: Id) => void;
  readonly class?: string;
}

/** Tabs as the ARIA practices describe them: one stop for Tab, arrows move and select. https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function TabList<Id extends string>({ label, prefix, tabs, active, onSelect, class: extra }: Props<Id>) {
  const list = useRef<HTMLDivElement>(null);
  // `scrollIntoView` would scroll the page too.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (list.current && tab)
      list.current.scrollLeft = tab.offsetLeft - (list.current.clientWidth - tab.offsetWidth) / 2;
  }, [active]);
  const move = (event: KeyboardEvent) => {
    const index = tabs.findIndex((tab) => tab.id === active);
    const target = {
      ArrowLeft: tabs[(index + tabs.length - 1) % tabs.length],
      ArrowRight: tabs[(index + 1) % tabs.length],
      Home: tabs[0],
      End: tabs.at(-1),
    }[event.key];
    if (!target) return;
    event.preventDefault();
    onSelect(target.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${target.id}"]`)?.focus();
  };
  return (
    <div ref={list} class={`tabs ${extra ?? ''}`} role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          class="tab"
          id={`${prefix}-tab-${tab.id}`}
          data-tab={tab.id}
          aria-controls={`${prefix}-panel-${tab.id}`}
          aria-selected={tab.id === active}
          tabIndex={tab.id === active ? 0 : -1}
          onClick={() => onSelect(tab.id)}
        >
          {tab.label}
          {tab.note && (
            <>
              {' '}
              <span class="tab-note" data-tone={tab.tone}>
                {tab.note}
              </span>
            </>
          )}
        </button>
      ))}
    </div>
  );
}
