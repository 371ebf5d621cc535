import type { ReadonlySignal, Signal } from '@preact/signals';
import { grouped } from '../grouped.ts';
import { exportWire } from './export-wire.ts';
import type { WireState } from './wire-state.ts';

function spanWords(milliseconds: number): string {
  if (milliseconds >= 120_000) return `${Math.round(milliseconds / 60_000)} min`;
  return milliseconds >= 1000 ? `${Number((milliseconds / 1000).toPrecision(3))} s` : `${Math.round(milliseconds)} ms`;
}

function saveExport(state: WireState): void {
  const json = JSON.stringify(exportWire(state.model), null, 1);
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'wire.json';
  link.click();
  // The download has begun by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

interface ToggleProps {
  readonly label: string;
  readonly title: string;
  readonly pressed: boolean;
  readonly onToggle: () => void;
}

function Toggle({ label, title, pressed, onToggle }: ToggleProps) {
  return (
    <button type="button" class="wire-tool" title={title} aria-pressed={pressed} onClick={onToggle}>
      {label}
    </button>
  );
}

interface OpenerProps {
  readonly label: string;
  /** What it is called where the label says too little. */
  readonly name?: string;
  readonly shown: Signal<boolean>;
  /** Whether what it opens is in use. */
  readonly on?: boolean;
}

function Opener({ label, name, shown, on = false }: OpenerProps) {
  return (
    <button
      type="button"
      class="wire-tool"
      aria-label={name}
      title={name}
      aria-expanded={shown.value}
      data-on={on || undefined}
      onClick={() => {
        shown.value = !shown.value;
      }}
    >
      {label}
    </button>
  );
}

/** The row of buttons above the picture. */
export function WireTools({ state, version }: { readonly state: WireState; readonly version: ReadonlySignal<number> }) {
  void version.value;
  const { model, tableShown, filterShown, legendShown, filter } = state;
  const filtering = filter.value.hidden.size > 0 || filter.value.text !== '' || filter.value.openOnly;
  return (
    <div class="wire-tools" role="toolbar" aria-label="Wire">
      <Toggle
        label="Pause"
        title="Stops the picture; the wire goes on, and is there afterwards (Space)"
        pressed={state.pausedAt.value !== null}
        onToggle={state.togglePause}
      />
      <Toggle
        label="Follow"
        title="Keeps the newest moment in sight (F)"
        pressed={state.follows.value}
        onToggle={state.toggleFollow}
      />
      <span class="wire-zoom">
        <button
          type="button"
          class="wire-tool"
          aria-label="Zoom out"
          title="Zoom out (−)"
          onClick={() => state.zoom(2)}
        >
          −
        </button>
        <span class="wire-span">{spanWords(state.span.value)}</span>
        <button
          type="button"
          class="wire-tool"
          aria-label="Zoom in"
          title="Zoom in (+)"
          onClick={() => state.zoom(0.5)}
        >
          +
        </button>
      </span>
      <Opener label="Filter" shown={filterShown} on={filtering} />
      <Opener label="Table" shown={tableShown} />
      <button type="button" class="wire-tool" title="Saves all that is kept as JSON" onClick={() => saveExport(state)}>
        Export
      </button>
      <Opener label="?" name="What the signs mean" shown={legendShown} />
      {model.forgotten > 0 && <span class="wire-gone">the oldest {grouped(model.forgotten)} are not kept</span>}
    </div>
  );
}
