import type { PreviewMessage } from '../protocol.ts';

export type PreviewNews =
  | { readonly type: 'alive'; readonly page: string; readonly href: string }
  | { readonly type: 'left'; readonly page: string }
  | { readonly type: 'console'; readonly level: 'log' | 'info' | 'warn' | 'error' | 'debug'; readonly text: string }
  | { readonly type: 'error'; readonly text: string };

/** Runs in the preview page, as its own source: uses nothing from outside itself. */
export function createPost(): (news: PreviewNews) => void {
  const perSecond = 500;
  let sent = 0;
  let dropped = 0;
  const send = (news: PreviewNews) => {
    const message: PreviewMessage = { source: 'steady-stream-preview', ...news };
    // Any origin may read it: it says what the page shows anyway, and the page cannot know who frames it.
    if (window.parent !== window) window.parent.postMessage(message, '*');
  };
  setInterval(() => {
    if (dropped > 0) send({ type: 'console', level: 'warn', text: `(${dropped} more messages in this second)` });
    sent = 0;
    dropped = 0;
  }, 1000);
  return (news) => {
    if ((news.type === 'console' || news.type === 'error') && sent++ >= perSecond) dropped++;
    else send(news);
  };
}

/** Shows the framing page that scripts here still return. Runs in the preview page, as its own source. */
export function sendHeartbeat(post: (news: PreviewNews) => void): void {
  const page = String(Math.random());
  const alive = () => post({ type: 'alive', page, href: location.href });
  alive();
  setInterval(alive, 500);
  window.addEventListener('pagehide', () => post({ type: 'left', page }));
}
