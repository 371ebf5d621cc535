import { describe, expect, test } from 'vitest';
import { everything, FilteredMarks, lanesInSight, markTest } from '../../../../src/workbench/wire/filter.ts';
import { densityFor, rowsInSight } from '../../../../src/workbench/wire/layout.ts';
import { across, along, nearest } from '../../../../src/workbench/wire/pick.ts';
import { following, panned, showing, ticks, timeAt, xOf, zoomed } from '../../../../src/workbench/wire/viewport.ts';
import { createWireState } from '../../../../src/workbench/wire/wire-state.ts';
import { close, connect, event, modelOf } from './edge-events.ts';

const twoClients = () =>
  modelOf([
    ...connect(1, 0, { source: 'a' }),
    ...connect(2, 10, { source: 'b', path: '/prices' }),
    event(1, 100, '1'),
    event(2, 110, '2', 'gold'),
    { type: 'comment', at: 200, connection: 1, text: 'hb' },
    close(1, 300, 'client'),
  ]);

describe('the time in sight', () => {
  test('fills from the left, then goes along', () => {
    expect(following(0, 10_000)).toEqual({ end: 9_600, span: 10_000 });
    expect(following(60_000, 10_000)).toEqual({ end: 60_400, span: 10_000 });
  });

  test('zooms about a place that stays where it is', () => {
    const view = { end: 20_000, span: 10_000 };
    const at = timeAt(view, 300, 100, 800);
    const nearer = zoomed(view, 0.5, 200 / 800);
    expect(nearer.span).toBe(5_000);
    expect(xOf(nearer, at, 100, 800)).toBeCloseTo(300);
    expect(zoomed(view, 1e-9, 0.5).span).toBe(50);
  });

  test('moves by a share, and not before the beginning', () => {
    expect(panned({ end: 20_000, span: 10_000 }, -0.5).end).toBe(15_000);
    expect(panned({ end: 2_000, span: 10_000 }, -5).end).toBe(1_000);
  });

  test('moves just so far that a moment is in it', () => {
    const view = { end: 20_000, span: 10_000 };
    expect(showing(view, 15_000)).toBe(view);
    expect(showing(view, 5_000).end).toBe(14_200);
    expect(showing(view, 30_000).end).toBe(30_800);
  });

  test.each([
    [10_000, ['0 s', '2 s', '4 s', '6 s', '8 s', '10 s']],
    [1_000, ['9.0 s', '9.2 s', '9.4 s', '9.6 s', '9.8 s', '10.0 s']],
    [100, ['9.90 s', '9.92 s', '9.94 s', '9.96 s', '9.98 s', '10.00 s']],
  ])('%i ms have round times on their axis', (span, labels) => {
    expect(ticks({ end: 10_000, span }, 5).map(({ label }) => label)).toEqual(labels);
  });

  test('an hour has minutes on its axis', () => {
    expect(ticks({ end: 3_600_000, span: 3_600_000 }, 4).map(({ label }) => label)).toEqual(['0:00', '30:00', '60:00']);
  });
});

describe('filter', () => {
  test('leaves types out', () => {
    const { marks } = twoClients();
    const shows = markTest({ ...everything, hidden: new Set(['comment', 'event order']) });
    expect(marks.filter(shows).map(({ kind }) => kind)).toEqual(['open', 'open', 'close']);
  });

  test('finds a text in a path, in data, and a client by its number', () => {
    const { marks, lanes } = twoClients();
    const found = (text: string) => marks.filter(markTest({ ...everything, text })).length;
    expect([found('/prices'), found('GOLD'), found('#1'), found('nothing of it')]).toEqual([2, 1, 4, 0]);
    const view = { end: 400, span: 400 };
    expect(lanesInSight(lanes, view, { ...everything, text: 'gold' }).map(({ number }) => number)).toEqual([2]);
  });

  test('shows lanes that have something in sight', () => {
    const { lanes } = twoClients();
    const shown = (end: number, openOnly = false) =>
      lanesInSight(lanes, { end, span: 100 }, { ...everything, openOnly }).map(({ number }) => number);
    expect(shown(5)).toEqual([1]);
    expect(shown(390)).toEqual([1, 2]);
    expect(shown(390, true)).toEqual([2]);
    expect(shown(1000)).toEqual([2]);
  });

  test('is kept up to date while marks come and go', () => {
    const model = modelOf(connect(1, 0, { source: 'a' }), { marks: 40, text: 1000 });
    const filtered = new FilteredMarks();
    const filter = { ...everything, hidden: new Set(['comment']) };
    for (let at = 10; at < 500; at++) {
      model.append(at % 2 ? event(1, at, null) : { type: 'comment', at, connection: 1, text: '' }, at);
      expect(filtered.update(model.marks, filter)).toEqual(model.marks.filter(({ kind }) => kind !== 'comment'));
    }
    expect(filtered.update(model.marks, everything)).toEqual(model.marks);
  });
});

describe('picking', () => {
  const all = () => true;

  test('takes the nearest mark within reach', () => {
    const [lane] = twoClients().lanes;
    expect(nearest(lane?.marks ?? [], 104, 10, all)?.at).toBe(100);
    expect(nearest(lane?.marks ?? [], 130, 10, all)).toBeNull();
    expect(nearest(lane?.marks ?? [], 190, 100, ({ kind }) => kind === 'event')?.at).toBe(100);
  });

  test('goes along a lane and across lanes', () => {
    const { lanes } = twoClients();
    const marks = lanes[0]?.marks ?? [];
    const picked = marks[1];
    if (!picked) throw new Error('There is no such mark.');
    expect(along(marks, picked, 'on', all)?.kind).toBe('comment');
    expect(along(marks, picked, 'back', all)?.kind).toBe('open');
    expect(along(marks, picked, 'last', all)?.kind).toBe('close');
    expect(along(marks, picked, 'first', all)?.kind).toBe('open');
    expect(across(lanes, picked, 'down', all)).toMatchObject({ kind: 'event', eventId: '2' });
    expect(across(lanes, picked, 'up', all)).toBeNull();
  });
});

describe('layout', () => {
  test.each([
    [1, 90, 'tall'],
    [4, 400, 'tall'],
    [4, 200, 'medium'],
    [10, 100, 'medium'],
    [500, 300, 'small'],
  ])('%i lanes in %i pixels are %s', (lanes, height, name) => {
    expect(densityFor(lanes, height).name).toBe(name);
  });

  test('draws only what is in sight of 500 lanes', () => {
    const density = densityFor(500, 300);
    const { first, last } = rowsInSight(density, 500, 1000, 334);
    expect(last - first).toBeLessThan(25);
    expect(first).toBe(71);
  });
});

describe('what a reader looks at', () => {
  test('stands still while it is paused, and is kept', () => {
    let now = 1000;
    const model = twoClients();
    const state = createWireState(model, { seconds: 5 }, () => now);
    expect(state.span.value).toBe(5000);
    state.togglePause();
    now = 9000;
    expect(state.horizon()).toBe(1000);
    expect(model.hold).toBe(true);
    state.togglePause();
    expect(state.horizon()).toBe(9000);
    expect(model.hold).toBe(false);
  });

  test('follows no more once it was moved, and again when asked', () => {
    let now = 60_000;
    const state = createWireState(twoClients(), {}, () => now);
    state.pan(-0.5);
    expect(state.follows.value).toBe(false);
    const { end } = state.view();
    now = 70_000;
    expect(state.view().end).toBe(end);
    state.toggleFollow();
    expect(state.view().end).toBeGreaterThan(70_000);
  });

  test('brings a picked mark into sight', () => {
    const model = twoClients();
    const state = createWireState(model, {}, () => 60_000);
    const mark = model.marks[2];
    state.pick(mark ?? null);
    const { end, span } = state.view();
    expect(mark?.at).toBeGreaterThan(end - span);
    expect(state.follows.value).toBe(false);
  });

  test('is what a lesson wants first', () => {
    const focus = { path: '/prices', hide: ['comment'], table: false };
    const state = createWireState(twoClients(), focus, () => 0);
    expect(state.filter.value).toMatchObject({ text: '/prices', hidden: new Set(['comment']) });
    expect(state.tableShown.value).toBe(false);
  });
});
