import { keyNames } from './keys.ts';
import { boot, warmUp } from './session.ts';
import type { WorkbenchState } from './workbench-state.ts';

/** Run, Stop and Check, with their keys when there is room. */
export function RunButtons({ state, keys }: { readonly state: WorkbenchState; readonly keys: boolean }) {
  const { bench } = state;
  const run = bench.run.value;
  const failed = boot.value.status === 'failed' && bench.asked.value;
  const alive = run.status === 'running' || run.status === 'starting';
  return (
    <>
      <button
        type="button"
        class="button button-go run-button"
        disabled={bench.opening.value || failed}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        onPointerEnter={warmUp}
        onFocus={warmUp}
        onClick={() => state.perform('run')}
      >
        {state.editedSinceRun.value ? 'Run again' : 'Run'}
        {keys && (
          <span aria-hidden="true">
            <kbd>{keyNames('mod enter').join(' ')}</kbd>
          </span>
        )}
      </button>
      <button
        type="button"
        class="button stop-button"
        disabled={!alive}
        aria-keyshortcuts="Control+. Meta+."
        onClick={bench.stop}
      >
        Stop
      </button>
      {state.lesson.kind === 'lesson' && (
        <button
          type="button"
          class="button check-button"
          disabled={bench.checking.value || failed}
          aria-keyshortcuts="Control+Shift+Enter Meta+Shift+Enter"
          onPointerEnter={warmUp}
          onFocus={warmUp}
          onClick={() => state.perform('check')}
        >
          Check
        </button>
      )}
    </>
  );
}
