import type { Bench } from './bench.ts';

/** What networks and deploys do to a stream, on demand. */
export function FaultButtons({ bench, refuse = true }: { readonly bench: Bench; readonly refuse?: boolean }) {
  const up = bench.run.value.status === 'running' || bench.run.value.status === 'exited';
  const running = bench.run.value.status === 'running';
  return (
    <>
      <button
        type="button"
        class="button"
        disabled={!running}
        title="Ends every open stream, as a proxy’s timeout does"
        onClick={bench.cut}
      >
        Cut connection
      </button>
      <button
        type="button"
        class="button"
        disabled={!up}
        title="Kills the server and starts it again, as a deploy does"
        onClick={bench.restart}
      >
        Restart server
      </button>
      {refuse && (
        <button
          type="button"
          class="button"
          disabled={!up}
          aria-pressed={bench.refusing.value}
          title="New connections are closed without an answer until this is released"
          onClick={() => bench.refuse(!bench.refusing.value)}
        >
          Refuse connections
        </button>
      )}
    </>
  );
}
