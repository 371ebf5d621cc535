import { useSignal } from '@preact/signals';
import type { Bench } from './bench.ts';
import { previewRoot, previewTab } from './preview-tabs.ts';

export type Device = 'full' | 'tablet' | 'phone';

const devices: readonly { readonly id: Device; readonly label: string }[] = [
  { id: 'full', label: 'Full width' },
  { id: 'tablet', label: 'Tablet' },
  { id: 'phone', label: 'Phone' },
];

interface Props {
  readonly bench: Bench;
  /** The edge's port; null before the first run. */
  readonly port: number | null;
  readonly device: Device;
  readonly onDevice: (device: Device) => void;
}

/** Where the preview is: its address, to be changed, and what else can be done with it. */
export function PreviewBar({ bench, port, device, onDevice }: Props) {
  const draft = useSignal<string | null>(null);
  const run = bench.run.value;
  const path = bench.workspace.value?.previewPath.value ?? '/';
  const reload = (to?: string) => bench.workspace.peek()?.reloadPreview(to);
  // StackBlitz's previews have an origin each, and open as they are.
  const url = run.status === 'running' ? run.previewUrl : null;
  const page = url === null ? null : url + path.slice(1);
  return (
    <form
      class="preview-bar"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.value !== null) reload(draft.value.startsWith('/') ? draft.value : `/${draft.value}`);
        draft.value = null;
      }}
    >
      <button
        type="button"
        class="icon-button preview-button"
        aria-label="Reload the preview"
        title="Reload the preview"
        disabled={port === null}
        onClick={() => reload()}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5">
          <path d="M13 8a5 5 0 1 1-1.6-3.7M13.2 2v3h-3" stroke-linecap="round" stroke-linejoin="round" />
        </svg>
      </button>
      {port === null ? (
        <span class="preview-host">Not running</span>
      ) : (
        <label class="preview-address">
          <span class="preview-host">localhost:{port}</span>
          <input
            type="text"
            class="preview-path"
            aria-label="Path of the preview"
            autocapitalize="off"
            autocomplete="off"
            spellcheck={false}
            enterkeyhint="go"
            value={draft.value ?? path}
            onInput={(event) => {
              draft.value = event.currentTarget.value;
            }}
            onBlur={() => {
              draft.value = null;
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape') draft.value = null;
            }}
          />
        </label>
      )}
      <select
        class="preview-device"
        aria-label="Width of the preview"
        value={device}
        onChange={(event) => {
          const chosen = devices.find(({ id }) => id === event.currentTarget.value);
          if (chosen) onDevice(chosen.id);
        }}
      >
        {devices.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      {page !== null && (
        <a
          class="icon-button preview-button"
          href={previewRoot(page) === null ? page : previewTab(page)}
          target="_blank"
          rel="noopener"
          title="Open the preview in a new tab"
        >
          <span class="visually-hidden">Open the preview in a new tab</span>
          <svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5">
            <path d="M9.5 2.5h4v4M13.5 2.5 7.5 8.5M6 3.5H3v9.5h9.5V10" stroke-linecap="round" stroke-linejoin="round" />
          </svg>
        </a>
      )}
    </form>
  );
}
