import { useSignal } from '@preact/signals';
import { lazy, Suspense } from 'preact/compat';
import { useRef } from 'preact/hooks';
import type { Bench } from './bench.ts';
import { activeFaults } from './faults/fault-state.ts';

const FaultsPanel = lazy(() => import('./faults/FaultsPanel.tsx'));

interface Props {
  readonly bench: Bench;
  /** Whether all faults are offered, not only the two that everybody knows. */
  readonly all?: boolean;
  /** One word each, where there is little room. */
  readonly short?: boolean;
}

/** What networks and deploys do to a stream, on demand. */
export function FaultButtons({ bench, all = true, short = false }: Props) {
  const up = bench.run.value.status === 'running' || bench.run.value.status === 'exited';
  const running = bench.run.value.status === 'running';
  return (
    <>
      <button
        type="button"
        class="button"
        disabled={!running}
        title="Ends every open stream, as a proxy’s timeout does"
        onClick={() => bench.fault({ type: 'cut', how: 'fin' })}
      >
        Cut{!short && ' connection'}
      </button>
      <button
        type="button"
        class="button"
        disabled={!up}
        title="Kills the server and starts it again, as a deploy does"
        onClick={bench.restart}
      >
        Restart{!short && ' server'}
      </button>
      {all && <FaultsButton bench={bench} up={up} />}
    </>
  );
}

function FaultsButton({ bench, up }: { readonly bench: Bench; readonly up: boolean }) {
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const active = activeFaults(bench.faults.value).length;
  const close = () => {
    open.value = false;
    button.current?.focus();
  };
  return (
    <div class="faults">
      {active > 0 && (
        <button type="button" class="button faults-heal" onClick={() => bench.fault({ type: 'heal' })}>
          Heal
        </button>
      )}
      <button
        ref={button}
        type="button"
        class="button faults-button"
        aria-expanded={open.value}
        data-active={active > 0 || undefined}
        title="Everything else that can go wrong on the way"
        onClick={() => {
          open.value = !open.value;
        }}
      >
        Faults
        {active > 0 && (
          <span class="faults-count">
            {active}
            <span class="visually-hidden"> on</span>
          </span>
        )}
      </button>
      {open.value && (
        <Suspense fallback={null}>
          <FaultsPanel bench={bench} up={up} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}
