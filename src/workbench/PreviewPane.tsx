import { useEffect, useRef } from 'preact/hooks';
import type { Bench } from './bench.ts';
import { reloadScreen } from './screen.ts';

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
  const address = useRef<string | null>(null);
  if (run.status === 'running') address.current = `http://localhost:${run.port}/`;

  useEffect(() => {
    if (!workspace || !frame.current) return undefined;
    return workspace.attachPreview(frame.current);
  }, [workspace]);

  return (
    <div class="preview" data-state={preview.status}>
      <div class="preview-bar">
        <span class="preview-address">{address.current ?? 'Not running'}</span>
        <button
          type="button"
          class="icon-button preview-reload"
          aria-label="Reload the preview"
          title="Reload the preview"
          disabled={address.current === null}
          onClick={() => workspace?.reloadPreview()}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5">
            <path d="M13 8a5 5 0 1 1-1.6-3.7M13.2 2v3h-3" stroke-linecap="round" stroke-linejoin="round" />
          </svg>
        </button>
      </div>
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
      <div class="preview-stage">
        <iframe ref={frame} title={title} sandbox="allow-scripts allow-same-origin allow-forms" />
        {preview.status === 'blank' && run.status !== 'running' && (
          <p class="empty preview-empty">
            {run.status === 'starting' || bench.opening.value ? 'Starting…' : 'Press Run to see the page.'}
          </p>
        )}
      </div>
    </div>
  );
}
