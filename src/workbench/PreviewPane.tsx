import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Bench } from './bench.ts';
import { type Device, PreviewBar } from './PreviewBar.tsx';
import { hostPreviewTabs } from './preview-host.ts';
import { reloadScreen } from './screen.ts';
import { useDeviceSize } from './use-device-size.ts';

interface Props {
  readonly bench: Bench;
  readonly title: string;
}

/** The learner's page, framed from the runtime's origin. */
export function PreviewPane({ bench, title }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const workspace = bench.workspace.value;
  const run = bench.run.value;
  const preview = bench.preview.value;
  const port = useRef<number | null>(null);
  if (run.status === 'running') port.current = run.port;
  const device = useSignal<Device>('full');
  const stage = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!workspace || !frame.current) return undefined;
    return workspace.attachPreview(frame.current);
  }, [workspace]);
  useEffect(() => (workspace ? hostPreviewTabs(bench) : undefined), [bench, workspace]);
  const size = useDeviceSize(stage, device.value);

  return (
    <div class="preview" data-state={preview.status}>
      <PreviewBar
        bench={bench}
        port={port.current}
        device={device.value}
        onDevice={(chosen) => {
          device.value = chosen;
        }}
      />
      {preview.status === 'stuck' && (
        <div class="notice notice-bad" role="alert">
          <p>
            <strong>The preview is stuck.</strong> A script in it does not return: look for a loop in client.ts. Stop,
            Run and Check still work.
          </p>
          <button type="button" class="button" onClick={() => reloadScreen(null)}>
            Reload the page
          </button>
        </div>
      )}
      <div ref={stage} class="preview-stage" data-device={device.value}>
        <iframe ref={frame} title={title} style={size} sandbox="allow-scripts allow-same-origin allow-forms" />
        {preview.status === 'blank' && run.status !== 'running' && (
          <p class="empty preview-empty">
            {run.status === 'starting' || bench.opening.value ? 'Starting…' : 'Press Run to see the page.'}
          </p>
        )}
      </div>
    </div>
  );
}
