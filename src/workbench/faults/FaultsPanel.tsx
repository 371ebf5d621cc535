import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Bench } from '../bench.ts';
import { type Choice, type FaultSetting, faultSettings, type Slider, stepOf } from './fault-settings.ts';
import { activeFaults } from './fault-state.ts';

interface Props {
  readonly bench: Bench;
  readonly up: boolean;
  readonly onClose: () => void;
}

/** A slider is told to the edge once it has rested so long: each step on the way would be a fault of its own. In milliseconds. */
const restMs = 180;

function SliderControl({
  bench,
  slider,
  named,
}: {
  readonly bench: Bench;
  readonly slider: Slider;
  readonly named: string;
}) {
  const draft = useSignal<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const state = bench.faults.value;
  const step = draft.value ?? stepOf(slider, state);
  // The edge has obeyed, or something else changed it: not while a hand is on the slider.
  useEffect(() => {
    if (timer.current === null) draft.value = null;
  }, [state, draft]);
  return (
    <span class="fault-slider">
      <input
        type="range"
        min={0}
        max={slider.steps.length - 1}
        step={1}
        value={step}
        aria-labelledby={named}
        aria-valuetext={slider.steps[step]?.words}
        onInput={(event) => {
          const chosen = Number(event.currentTarget.value);
          draft.value = chosen;
          if (timer.current !== null) clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            timer.current = null;
            bench.fault(slider.command(slider.steps[chosen]?.value ?? null, bench.faults.peek()));
          }, restMs);
        }}
      />
      <output>{slider.steps[step]?.words}</output>
    </span>
  );
}

function ChoiceControl({
  bench,
  choice,
  named,
}: {
  readonly bench: Bench;
  readonly choice: Choice;
  readonly named: string;
}) {
  const group = useId();
  return (
    <span class="fault-choice" role="radiogroup" aria-labelledby={named}>
      {choice.options.map(({ label, status }) => (
        <label key={label}>
          <input
            type="radio"
            name={group}
            checked={bench.faults.value.status === status}
            onChange={() => bench.fault({ type: 'status', status })}
          />
          {label}
        </label>
      ))}
    </span>
  );
}

function Control({
  bench,
  setting,
  named,
}: {
  readonly bench: Bench;
  readonly setting: FaultSetting;
  readonly named: string;
}) {
  switch (setting.kind) {
    case 'blow':
      return (
        <span class="fault-blows">
          {setting.actions.map(({ label, command }) => (
            <button key={label} type="button" class="button" onClick={() => bench.fault(command)}>
              {label}
            </button>
          ))}
        </span>
      );
    case 'switch': {
      const on = setting.isOn(bench.faults.value);
      return (
        <button
          type="button"
          class="button"
          role="switch"
          aria-checked={on}
          aria-labelledby={named}
          onClick={() => bench.fault(setting.command(!on))}
        >
          {on ? 'On' : 'Off'}
        </button>
      );
    }
    case 'slider':
      return <SliderControl bench={bench} slider={setting} named={named} />;
    case 'choice':
      return <ChoiceControl bench={bench} choice={setting} named={named} />;
  }
}

function Setting({ bench, setting }: { readonly bench: Bench; readonly setting: FaultSetting }) {
  const named = useId();
  return (
    <li class="fault">
      <div class="fault-line">
        <span class="fault-label" id={named}>
          {setting.label}
        </span>
        <Control bench={bench} setting={setting} named={named} />
      </div>
      <p class="fault-cause">{setting.cause}</p>
    </li>
  );
}

/** Everything that can be broken between the server and the page, and what would cause it. */
export default function FaultsPanel({ bench, up, onClose }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  const active = activeFaults(bench.faults.value);
  const title = useId();
  useEffect(() => panel.current?.focus(), []);
  return (
    <div
      ref={panel}
      class="faults-panel"
      role="dialog"
      aria-labelledby={title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div class="faults-head">
        <h2 id={title}>Faults</h2>
        <button
          type="button"
          class="button button-quiet"
          disabled={active.length === 0}
          onClick={() => bench.fault({ type: 'heal' })}
        >
          Heal all
        </button>
        <span class="spacer" />
        <button type="button" class="wire-tool" aria-label="Close the faults" onClick={onClose}>
          ✕
        </button>
      </div>
      {up ? null : <p class="faults-note">Press Run first: a fault happens between your server and your page.</p>}
      <fieldset disabled={!up}>
        <legend class="visually-hidden">What goes wrong on the way to the page</legend>
        <ul>
          {faultSettings.map((setting) => (
            <Setting key={setting.label} bench={bench} setting={setting} />
          ))}
        </ul>
      </fieldset>
    </div>
  );
}
