import type { ProcessState } from '../../playground/session/types.ts';
import type { Bench } from './bench.ts';

function Process({ bench, process }: { readonly bench: Bench; readonly process: ProcessState }) {
  const { name, shown, running } = process;
  const up = bench.run.value.status === 'running';
  return (
    <li class="process" data-running={running}>
      <span class="dot" aria-hidden="true" />
      <span>{name}</span>
      <span class="visually-hidden">{running ? 'runs' : 'is not running'}</span>
      {shown ? (
        <button type="button" class="link-button" disabled={!running} onClick={bench.reload}>
          Reload
        </button>
      ) : (
        <button type="button" class="link-button" disabled={!up} onClick={() => bench.toggle(process)}>
          {running ? 'Kill' : 'Start'}
        </button>
      )}
    </li>
  );
}

/** The processes that Run has started where there are several, each with what can be done to it alone. */
export function ProcessList({ bench }: { readonly bench: Bench }) {
  const processes = bench.processes.value;
  if (processes.length === 0 || !bench.asked.value) return null;
  return (
    <ul class="processes" aria-label="Processes">
      {processes.map((process) => (
        <Process key={process.name} bench={bench} process={process} />
      ))}
    </ul>
  );
}
