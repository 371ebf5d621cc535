import type { ReadonlySignal } from '@preact/signals';
import { eventKey } from './filter.ts';
import { eventColours } from './palette.ts';
import type { WireState } from './wire-state.ts';

/** Types beyond these are found with the text field. */
const mostChips = 12;

interface ChipProps {
  readonly label: string;
  readonly shown: boolean;
  readonly colour: string;
  readonly onToggle: () => void;
}

function Chip({ label, shown, colour, onToggle }: ChipProps) {
  return (
    <button type="button" class="chip-toggle" aria-pressed={shown} onClick={onToggle}>
      <span class="wire-swatch" style={{ background: `var(--${colour})` }} aria-hidden="true" />
      {label}
    </button>
  );
}

/** What of the wire shows: types of events, comments, delays, and whatever has a text in it. */
export function WireFilterBar({
  state,
  version,
}: {
  readonly state: WireState;
  readonly version: ReadonlySignal<number>;
}) {
  // The types that were seen grow with the model.
  void version.value;
  const filter = state.filter.value;
  const toggle = (key: string) => () => {
    const hidden = new Set(filter.hidden);
    if (!hidden.delete(key)) hidden.add(key);
    state.filter.value = { ...filter, hidden };
  };
  const chip = (label: string, key: string, colour: string) => (
    <Chip key={key} label={label} shown={!filter.hidden.has(key)} colour={colour} onToggle={toggle(key)} />
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a toolbar row of toggles
    <div class="wire-filter" role="group" aria-label="Show of the wire">
      <input
        type="search"
        class="wire-search"
        aria-label="Only with this text"
        placeholder="path, type, id, data, #3"
        value={filter.text}
        onInput={(event) => {
          state.filter.value = { ...filter, text: event.currentTarget.value };
        }}
      />
      {[...state.model.names.keys()]
        .slice(0, mostChips)
        .map((name, index) => chip(name, eventKey(name), `event-${(index % eventColours) + 1}`))}
      {chip('comments', 'comment', 'faint')}
      {chip('retry', 'retry', 'warn')}
      <label class="wire-open-only">
        <input
          type="checkbox"
          checked={filter.openOnly}
          onChange={(event) => {
            state.filter.value = { ...filter, openOnly: event.currentTarget.checked };
          }}
        />
        open only
      </label>
    </div>
  );
}
