import { useMemo } from 'preact/hooks';
import { fieldsOf, rawOf, visible } from './fields.ts';
import { markTest } from './filter.ts';
import type { Mark } from './marks.ts';
import { along } from './pick.ts';
import type { WireState } from './wire-state.ts';
import { markTitle, moment } from './words.ts';

interface Props {
  readonly state: WireState;
  readonly mark: Mark;
  readonly peerName: (peer: string) => string;
}

function Bytes({ mark }: { readonly mark: Mark }) {
  const pieces = useMemo(() => rawOf(mark), [mark]);
  const said = mark.kind === 'event' || mark.kind === 'comment' || mark.kind === 'retry';
  if (pieces.length === 0) {
    return (
      <p class="wire-no-bytes">
        {said
          ? 'Its bytes are not kept: the edge shows the first 2 KiB of what is written at once.'
          : 'No bytes: it is not something that was said.'}
      </p>
    );
  }
  return (
    <>
      {pieces.map(({ label, text }) => (
        <div key={label}>
          <p class="wire-raw-label">{label}</p>
          <pre>
            {visible(text).map(({ text: part, control }, index) =>
              control ? (
                <span key={index} class="wire-control">
                  {part}
                </span>
              ) : (
                part
              ),
            )}
          </pre>
        </div>
      ))}
    </>
  );
}

/** What was picked: its bytes, and beside them what they mean. */
export function WireDetails({ state, mark, peerName }: Props) {
  const shows = markTest(state.filter.value);
  const marks = mark.lane?.marks ?? state.model.global;
  const step = (direction: 'back' | 'on') => {
    const next = along(marks, mark, direction, shows);
    if (next) state.pick(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: one of many on a page, so no landmark
    <div class="wire-details" role="group" aria-label="What was picked">
      <div class="wire-details-head">
        <p class="wire-details-title">
          {mark.lane === null ? '' : `#${mark.lane.number} · `}
          {markTitle(mark)} <span class="wire-details-time">{moment(mark.at)}</span>
        </p>
        <span class="spacer" />
        <button type="button" class="wire-tool" aria-label="The one before" onClick={() => step('back')}>
          ←
        </button>
        <button type="button" class="wire-tool" aria-label="The next one" onClick={() => step('on')}>
          →
        </button>
        <button type="button" class="wire-tool" aria-label="Let go of it" onClick={() => state.pick(null)}>
          ✕
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <div class="wire-details-body" tabIndex={0}>
        <div class="wire-raw">
          <Bytes mark={mark} />
        </div>
        <dl class="wire-fields">
          {fieldsOf(mark, peerName).map(({ name, value, measured = false }) => (
            <div key={name} data-measured={measured || undefined}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
