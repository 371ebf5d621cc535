import type { Action } from './bench.ts';

/** What a reload must not lose. Edits are kept elsewhere. */
export interface Screen {
  readonly view: string;
  readonly pane: string;
  readonly file: string;
  readonly scroll: number;
  /** What was asked for when the page was reloaded, to be done again. */
  readonly resume: { readonly bench: string; readonly action: Action } | null;
}

// With the fragment: what was asked of code from one link is never done with another's.
const storageKey = () => `steady-stream screen ${location.pathname}${location.hash}`;
let describe: () => Omit<Screen, 'resume' | 'scroll'> = () => ({ view: 'read', pane: 'output', file: '' });
const beforeReload = new Set<() => Promise<void>>();

/** The workbench says how it looks; one per page. */
export function describeScreen(describing: typeof describe): void {
  describe = describing;
}

/** Work that has to be done before the page goes away. */
export function onReload(work: () => Promise<void>): void {
  beforeReload.add(work);
}

/** Reloads the page; it comes back looking the same and does `resume` again. */
export async function reloadScreen(resume: Screen['resume']): Promise<void> {
  await Promise.all([...beforeReload].map((work) => work()));
  try {
    sessionStorage.setItem(storageKey(), JSON.stringify({ ...describe(), scroll: scrollY, resume }));
  } catch {
    // Storage is blocked: the reload alone still helps.
  }
  location.reload();
}

let taken: Screen | null | undefined;

/** The screen that this load restores, the same for everybody who asks; null on a fresh visit. */
export function restoredScreen(): Screen | null {
  if (taken !== undefined) return taken;
  try {
    const saved = sessionStorage.getItem(storageKey());
    sessionStorage.removeItem(storageKey());
    taken = saved === null ? null : (JSON.parse(saved) as Screen);
  } catch {
    taken = null;
  }
  return taken;
}
