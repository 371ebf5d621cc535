import type { PreviewMessage } from '../../playground/lab/edge/protocol.ts';

/** What a page that frames a preview in a tab of its own and the lesson's tab, which has the machine, say to each other. */
export type PreviewTabMessage =
  /** Whose machine serves this preview? */
  | { readonly type: 'who'; readonly url: string }
  /** It is mine. */
  | { readonly type: 'mine'; readonly url: string; readonly title: string; readonly running: boolean }
  /** It was mine: the machine has gone with the page. */
  | { readonly type: 'gone'; readonly url: string }
  /** What the page printed. */
  | { readonly type: 'printed'; readonly url: string; readonly message: PreviewMessage };

/** Tabs of this site only: the runtime's origin cannot hear it. */
export function previewChannel(): BroadcastChannel {
  return new BroadcastChannel('steady-stream previews');
}

/** The site's page that frames a preview: `url` is one of this site's own runtime. */
export function previewTab(url: string): string {
  const { pathname, search, hash } = new URL(url);
  return `/preview/#${pathname}${search}${hash}`;
}

/** The part of a preview's URL that all its pages share; null for what is no preview of our runtime. */
export function previewRoot(url: string): string | null {
  return /^https?:\/\/[^/]+\/m\/[\w-]+\/\d+\//.exec(url)?.[0] ?? null;
}
