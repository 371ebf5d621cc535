import type { StoredFile } from './reconcile.ts';

export type CourseMessage =
  | { readonly type: 'saved'; readonly file: StoredFile }
  | { readonly type: 'removed'; readonly lesson: string; readonly file: string }
  | { readonly type: 'solved'; readonly lesson: string };

let opened: BroadcastChannel | undefined;

// One per page: a BroadcastChannel does not hear what it says itself, so tabs only hear each other.
function channel(): BroadcastChannel {
  opened ??= new BroadcastChannel('steady-stream');
  return opened;
}

/** Tells the course's other tabs. */
export function tellTabs(message: CourseMessage): void {
  channel().postMessage(message);
}

/** Hears the course's other tabs. Returns how to stop. */
export function onTabMessage(listener: (message: CourseMessage) => void): () => void {
  const handler = (event: MessageEvent<CourseMessage>) => listener(event.data);
  channel().addEventListener('message', handler);
  return () => channel().removeEventListener('message', handler);
}
