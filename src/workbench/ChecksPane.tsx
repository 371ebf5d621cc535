import { lazy, Suspense } from 'preact/compat';
import { useState } from 'preact/hooks';
import type { CheckDescription, CheckResult } from '../../playground/checks/protocol.ts';
import type { Scene } from '../../playground/checks/scene.ts';
import type { CheckRunState } from '../../playground/session/types.ts';
import type { Bench } from './bench.ts';
import { CheckMessage, Prose } from './CheckMessage.tsx';
import { grouped } from './grouped.ts';

const SceneView = lazy(() => import('./SceneView.tsx'));

type ItemStatus = CheckResult['status'] | 'running' | 'waiting';

const marks: Record<ItemStatus, { readonly mark: string; readonly word: string }> = {
  passed: { mark: '✓', word: 'Passed' },
  failed: { mark: '✕', word: 'Failed' },
  skipped: { mark: '–', word: 'Skipped' },
  running: { mark: '●', word: 'Running' },
  waiting: { mark: '○', word: 'Waiting' },
};

/** Opens the picture of what happened, which is loaded then. */
function ShowMe({ scene }: { readonly scene: Scene }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <button type="button" class="button show-me" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {shown ? 'Hide the picture' : 'Show me'}
      </button>
      {shown && (
        <Suspense fallback={<p class="empty">Drawing…</p>}>
          <SceneView scene={scene} />
        </Suspense>
      )}
    </>
  );
}

interface ItemProps {
  readonly check: CheckDescription;
  readonly status: ItemStatus;
  readonly result: CheckResult | undefined;
  readonly onSection: (section: string) => void;
}

function Item({ check, status, result, onSection }: ItemProps) {
  return (
    <li class="check" data-status={status}>
      <span class="check-mark" aria-hidden="true">
        {marks[status].mark}
      </span>
      <div class="check-body">
        <span class="check-title">
          <span class="visually-hidden">{marks[status].word}: </span>
          <Prose text={check.title} />
        </span>
        {result?.message && (
          <div class="check-why">
            <CheckMessage message={result.message} />
            {status === 'failed' && (
              <>
                {result.scene && <ShowMe scene={result.scene} />}
                {check.hint && (
                  <details class="check-hint">
                    <summary>Hint</summary>
                    <p>
                      <Prose text={check.hint} />
                    </p>
                  </details>
                )}
                {check.section && (
                  <a href={`#${check.section}`} onClick={() => onSection(check.section)}>
                    Read about it in the lesson
                  </a>
                )}
              </>
            )}
          </div>
        )}
      </div>
      {result && <span class="check-time">{grouped(Math.round(result.durationMs))} ms</span>}
    </li>
  );
}

function Summary({ state }: { readonly state: CheckRunState }) {
  switch (state.status) {
    case 'running':
      return (
        <p class="checks-summary">
          Checking, {state.results.length} of {state.plan.length} done
        </p>
      );
    case 'finished': {
      const seconds = (state.durationMs / 1000).toFixed(1);
      return state.failed === 0 && state.passed > 0 ? (
        <p class="checks-summary" data-tone="good">
          <strong>Solved.</strong> All {state.passed} checks passed in {seconds} s.
        </p>
      ) : (
        <p class="checks-summary">
          <strong>
            {state.passed} of {state.plan.length} passed.
          </strong>{' '}
          {state.failed === 1 ? 'One is' : `${state.failed} are`} still failing; each says what it saw.
        </p>
      );
    }
    case 'broken':
      return (
        <div class="check-why checks-broken">
          <strong>The checks could not run.</strong>
          <p class="check-message">{state.reason}</p>
        </div>
      );
    case 'idle':
      return null;
  }
}

interface Props {
  readonly bench: Bench;
  /** A link into the lesson was followed. */
  readonly onSection: (section: string) => void;
}

/** The exercise's checks: what each asks for, and what it found. */
export function ChecksPane({ bench, onSection }: Props) {
  const state = bench.checks.value;
  if (bench.checking.value && state.status !== 'running') return <p class="empty">Starting the checks…</p>;
  if (state.status === 'idle') {
    return (
      <p class="empty">
        Press <strong>Check</strong>: your server and client are run against the exercise’s contract, on the wire.
      </p>
    );
  }
  const running = state.status === 'running';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section class="checks" tabIndex={0} aria-label="Check results">
      <div class="checks-head">
        <Summary state={state} />
        {running && (
          <button type="button" class="button" onClick={() => bench.workspace.value?.cancelCheck()}>
            Cancel
          </button>
        )}
      </div>
      {(state.status === 'running' || state.status === 'finished') && (
        <ul class="check-list">
          {state.plan.map((check) => {
            const result = state.results.find(({ id }) => id === check.id);
            const status = result?.status ?? (running && state.current === check.id ? 'running' : 'waiting');
            return <Item key={check.id} check={check} status={status} result={result} onSection={onSection} />;
          })}
        </ul>
      )}
    </section>
  );
}
