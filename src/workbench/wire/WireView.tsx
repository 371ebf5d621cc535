import { computed, type ReadonlySignal, useComputed } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { RunState } from '../../../playground/session/types.ts';
import { laneState } from './marks.ts';
import { WireCanvas } from './WireCanvas.tsx';
import { WireDetails } from './WireDetails.tsx';
import { WireFilterBar } from './WireFilterBar.tsx';
import { WireLegend } from './WireLegend.tsx';
import { WireTable } from './WireTable.tsx';
import { WireTools } from './WireTools.tsx';
import type { WireFocus } from './wire-focus.ts';
import type { WireModel } from './wire-model.ts';
import { createWireState } from './wire-state.ts';

interface Props {
  readonly model: WireModel;
  /** Changes whenever the model did. */
  readonly version: ReadonlySignal<number>;
  readonly run: ReadonlySignal<RunState>;
  /** What the servers behind the edge are called, by their ports. */
  readonly servers: ReadonlyMap<number, string>;
  readonly focus: WireFocus;
  /** Shown while there is nothing to show. */
  readonly empty: string;
}

/** Whether the edge runs: time goes on there. */
function goesOn({ status }: RunState, model: WireModel): boolean {
  if (status === 'running' || status === 'starting') return true;
  // The edge outlives the servers, and clients try to come back through it.
  return status === 'exited' && model.lanes.some((lane) => laneState(lane) !== 'over');
}

/** The wire: a picture of every client's connections, what was picked in it, and the same as a table. */
export function WireView({ model, version, run, servers, focus, empty }: Props) {
  const alive = useMemo(() => computed(() => version.value >= 0 && goesOn(run.value, model)), [version, run, model]);
  const state = useMemo(() => {
    const now = () => (alive.peek() ? model.now(performance.now()) : model.lastAt);
    return createWireState(model, focus, now);
  }, [model, focus, alive]);
  const started = useMemo(
    () => computed(() => version.value >= 0 && model.lanes.length + model.global.length > 0),
    [model, version],
  );
  const peerName = useMemo(
    () => (peer: string) => {
      // Without a plan there is one server, and only the machine knows its port.
      if (servers.size === 0) return 'server';
      const port = peer.slice(peer.lastIndexOf(':') + 1);
      return servers.get(Number(port)) ?? `:${port}`;
    },
    [servers],
  );

  const { value: generation } = useComputed(() => (version.value >= 0 ? model.generation : 0));
  useEffect(() => state.forget(), [state, generation]);

  if (!started.value) return <p class="empty">{empty}</p>;
  const picked = state.picked.value;
  return (
    <div class="wire">
      <WireTools state={state} version={version} />
      {state.filterShown.value && <WireFilterBar state={state} version={version} />}
      {state.legendShown.value && <WireLegend />}
      <WireCanvas state={state} version={version} alive={alive} peerName={peerName} />
      {picked !== null && <WireDetails state={state} mark={picked} peerName={peerName} />}
      {state.tableShown.value && <WireTable state={state} version={version} />}
    </div>
  );
}

export default WireView;
