import { lazy, Suspense } from 'preact/compat';
import type { Bench } from './bench.ts';
import type { WireFocus } from './wire/wire-focus.ts';

const WireView = lazy(() => import('./wire/WireView.tsx'));

const noFocus: WireFocus = {};

interface Props {
  readonly bench: Bench;
  readonly empty: string;
  readonly focus?: WireFocus;
}

/** The wire, once there is one: what draws it is loaded with the first run. */
export function WirePane({ bench, empty, focus = noFocus }: Props) {
  const model = bench.wire.value;
  const waiting = <p class="empty">{empty}</p>;
  if (model === null) return waiting;
  return (
    <Suspense fallback={waiting}>
      <WireView
        model={model}
        version={bench.wireVersion}
        run={bench.run}
        servers={bench.servers.value}
        focus={focus}
        empty={empty}
      />
    </Suspense>
  );
}
