import type { Bench } from './bench.ts';
import { reloadScreen } from './screen.ts';
import { boot, canFallBack, fallBack } from './session.ts';

/** Why nothing can run in this browser now, and what to do; nothing while all is well. */
export function BootNotice({ bench }: { readonly bench: Bench }) {
  const state = boot.value;
  if (state.status !== 'failed' || !bench.asked.value) return null;
  const retry = () => reloadScreen({ bench: bench.name, action: 'run' });
  const useEmbedded = () => {
    fallBack();
    return retry();
  };
  return (
    <div class="notice notice-bad boot-failed" role="alert">
      <div>
        <p>
          <strong>{state.title}</strong>
        </p>
        {state.advice.length > 0 && (
          <ul>
            {state.advice.map((advice) => (
              <li key={advice}>{advice}</li>
            ))}
          </ul>
        )}
      </div>
      <button type="button" class="button" onClick={retry}>
        Retry
      </button>
      {canFallBack() && (
        <button type="button" class="button" onClick={useEmbedded}>
          Use the built-in runtime
        </button>
      )}
    </div>
  );
}
