import { effect } from '@preact/signals';
import type { Bench } from './bench.ts';
import { type PreviewTabMessage, previewChannel } from './preview-tabs.ts';

/** Tells tabs that frame this bench's preview how it is, and logs what their pages print. Returns how to stop. */
export function hostPreviewTabs(bench: Bench): () => void {
  const channel = previewChannel();
  const say = (message: PreviewTabMessage) => channel.postMessage(message);
  let url: string | null = null;
  const tell = () => {
    if (url === null) return;
    say({ type: 'mine', url, title: document.title, running: bench.run.peek().status === 'running' });
  };
  const stopTelling = effect(() => {
    const run = bench.run.value;
    if (run.status === 'running') url = run.previewUrl;
    tell();
  });
  const onMessage = ({ data }: MessageEvent<PreviewTabMessage>) => {
    if (data.url !== url) return;
    if (data.type === 'who') tell();
    if (data.type !== 'printed') return;
    const { message } = data;
    if (message.type !== 'console' && message.type !== 'error') return;
    const level = message.type === 'error' || message.level === 'error' ? 'error' : 'out';
    bench.print({ source: 'preview', process: 'other tab', at: Date.now(), level, text: `${message.text}\n` });
  };
  const onLeave = () => {
    if (url !== null) say({ type: 'gone', url });
  };
  channel.addEventListener('message', onMessage);
  addEventListener('pagehide', onLeave);
  return () => {
    stopTelling();
    removeEventListener('pagehide', onLeave);
    channel.close();
  };
}
