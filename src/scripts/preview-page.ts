import { isPreviewMessage } from '../../playground/session/preview-message.ts';
import { type PreviewTabMessage, previewChannel, previewRoot } from '../workbench/preview-tabs.ts';

/** How long the lesson's tab may take to answer, in milliseconds: browsers slow the tabs down that nobody looks at. */
const patienceMs = 3_000;

type State = 'looking' | 'running' | 'stopped' | 'gone';

const main = document.querySelector<HTMLElement>('.preview-page');
const frame = document.querySelector('iframe');
const title = document.querySelector('.preview-page-title');
const state = document.querySelector('.preview-page-state');
const gone = document.querySelector<HTMLElement>('.preview-page-gone');
const channel = previewChannel();

const phrases: Readonly<Record<State, string>> = {
  looking: 'Looking for the tab that runs it…',
  running: 'Running in the lesson’s tab',
  stopped: 'The server is stopped: press Run in the lesson’s tab',
  gone: 'Gone',
};

/** One of our runtime's pages, whatever the address says: nothing else is ever framed here. */
function target(): string | null {
  for (const name of ['runtime-origin', 'embedded-runtime-origin']) {
    const origin = document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
    const url = origin === undefined ? null : URL.parse(origin + location.hash.slice(1));
    if (url?.origin === origin && url !== null && previewRoot(url.href) !== null) return url.href;
  }
  return null;
}

function show(next: State): void {
  if (!main || !state || !gone || !frame) return;
  main.dataset.state = next;
  state.textContent = phrases[next];
  gone.hidden = next !== 'gone';
  frame.hidden = next === 'gone' || next === 'looking';
}

function open(): void {
  const url = target();
  const root = url === null ? null : previewRoot(url);
  if (url === null || root === null) {
    show('gone');
    return;
  }
  show('looking');
  const say = (message: PreviewTabMessage) => channel.postMessage(message);
  const late = setTimeout(() => show('gone'), patienceMs);
  let loaded = false;
  channel.onmessage = ({ data }: MessageEvent<PreviewTabMessage>) => {
    if (data.url !== root) return;
    if (data.type === 'gone') show('gone');
    if (data.type !== 'mine') return;
    clearTimeout(late);
    show(data.running ? 'running' : 'stopped');
    const lesson = data.title.split(' · ')[0] ?? '';
    if (title) title.textContent = `Preview of ${lesson}`;
    document.title = `Preview of ${data.title}`;
    if (frame && !loaded) frame.src = url;
    loaded = true;
  };
  addEventListener('message', ({ data, origin, source }: MessageEvent<unknown>) => {
    if (origin !== new URL(url).origin || source === null || source !== frame?.contentWindow) return;
    if (isPreviewMessage(data)) say({ type: 'printed', url: root, message: data });
  });
  document.querySelector('.preview-page-reload')?.addEventListener('click', () => {
    if (frame) frame.src = url;
  });
  say({ type: 'who', url: root });
}

addEventListener('hashchange', () => location.reload());
open();
