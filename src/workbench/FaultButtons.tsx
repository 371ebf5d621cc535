import type { Bench } from './bench.ts';

interface Props {
  readonly bench: Bench;
  readonly refuse?: boolean;
  /** One word each, where there is little room. */
  readonly short?: boolean;
}

/** What networks and deploys do to a stream, on demand. */
export function FaultButtons({ bench, refuse = true, short = false }: Props) {
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
      {refuse && (
        <button
          type="button"
          class="button"
          disabled={!up}
          aria-pressed={bench.refusing.value}
          title="New connections are closed without an answer until this is released"
          onClick={() => bench.refuse(!bench.refusing.value)}
        >
          Refuse{!short && ' connections'}
        </button>
      )}
    </>
  );
}
