import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { everything, type WireFilter } from './filter.ts';
import type { Mark } from './marks.ts';
import { following, panned, showing, type Viewport, zoomed } from './viewport.ts';
import type { WireFocus } from './wire-focus.ts';
import type { WireModel } from './wire-model.ts';

/** What a reader looks at in the wire. */
export interface WireState {
  readonly model: WireModel;
  /** Milliseconds in sight. */
  readonly span: ReadonlySignal<number>;
  /** Whether the picture goes along with the time. */
  readonly follows: ReadonlySignal<boolean>;
  /** Since when the picture stands still, though the wire goes on; null while it does not. The edge's time. */
  readonly pausedAt: ReadonlySignal<number | null>;
  readonly filter: Signal<WireFilter>;
  readonly picked: Signal<Mark | null>;
  readonly tableShown: Signal<boolean>;
  readonly filterShown: Signal<boolean>;
  readonly legendShown: Signal<boolean>;
  /** The newest moment that shows. */
  horizon(): number;
  view(): Viewport;
  togglePause(): void;
  toggleFollow(): void;
  /** Under 1 shows less time. `place` is what stays where it is: 0 the left border, 1 the right one. */
  zoom(factor: number, place?: number): void;
  /** By a share of what is in sight. */
  pan(share: number): void;
  /** Picks a mark and brings it into sight. */
  pick(mark: Mark | null): void;
  /** The edge began anew: what was looked at is gone. */
  forget(): void;
}

const usualSpan = 15_000;

/** `now` is the edge's time as it goes on, or stands still where nothing runs. */
export function createWireState(model: WireModel, focus: WireFocus, now: () => number): WireState {
  const span = signal((focus.seconds ?? usualSpan / 1000) * 1000);
  /** The right border while the picture follows nothing. */
  const end = signal<number | null>(null);
  const pausedAt = signal<number | null>(null);
  const follows = computed(() => end.value === null);
  const picked = signal<Mark | null>(null);
  const filter = signal<WireFilter>({
    ...everything,
    text: focus.path ?? '',
    hidden: new Set(focus.hide ?? []),
  });

  const horizon = () => pausedAt.value ?? now();
  const view = (): Viewport =>
    end.value === null ? following(horizon(), span.value) : { end: end.value, span: span.value };

  function look(next: Viewport) {
    batch(() => {
      span.value = next.span;
      end.value = next.end;
    });
  }

  function forget() {
    batch(() => {
      picked.value = null;
      pausedAt.value = null;
      end.value = null;
    });
    model.hold = false;
  }

  return {
    model,
    span,
    follows,
    pausedAt,
    filter,
    picked,
    tableShown: signal(focus.table ?? true),
    filterShown: signal(false),
    legendShown: signal(false),
    horizon,
    view,
    togglePause() {
      pausedAt.value = pausedAt.value === null ? now() : null;
      model.hold = pausedAt.value !== null;
    },
    toggleFollow() {
      end.value = end.value === null ? view().end : null;
    },
    zoom(factor, place = 0.5) {
      // What follows keeps its newest moment in sight.
      if (end.value === null) span.value = zoomed(view(), factor, 1).span;
      else look(zoomed(view(), factor, place));
    },
    pan: (share) => look(panned(view(), share)),
    pick(mark) {
      picked.value = mark;
      if (mark === null) return;
      const before = view();
      const next = showing(before, mark.at);
      if (next !== before) look(next);
    },
    forget,
  };
}
