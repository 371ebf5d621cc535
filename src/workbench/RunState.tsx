import { useEffect, useState } from 'preact/hooks';
import type { Bench } from './bench.ts';
import { duration } from './phrases.ts';
import { boot } from './session.ts';

function useNow(active: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [active]);
  return now;
}

type Tone = 'idle' | 'busy' | 'good' | 'bad';

function describe(bench: Bench, now: number): { readonly tone: Tone; readonly text: string } | null {
  const machine = boot.value;
  const run = bench.run.value;
  if (!bench.asked.value) return null;
  if (machine.status === 'failed') return { tone: 'bad', text: 'cannot run' };
  if (machine.status === 'booting') {
    return { tone: 'busy', text: machine.step === 'probing' ? 'looking for the machine' : 'starting the machine' };
  }
  if (run.status === 'running') return { tone: 'good', text: `running · ${duration(now - run.since)}` };
  if (run.status === 'starting' || bench.opening.value) return { tone: 'busy', text: 'starting' };
  if (run.status === 'exited' && !run.byUser) return { tone: 'bad', text: `exited with code ${run.code}` };
  // Before the first run there is nothing that could have stopped.
  return bench.ranFiles.value === null ? null : { tone: 'idle', text: 'stopped' };
}

/** The server's state in a few words. */
export function RunState({ bench }: { readonly bench: Bench }) {
  const now = useNow(bench.run.value.status === 'running');
  const state = describe(bench, now);
  if (!state) return null;
  return (
    <span class="run-state" data-tone={state.tone}>
      <span class={`dot ${state.tone === 'busy' ? 'dot-busy' : ''}`} aria-hidden="true" />
      {state.text}
    </span>
  );
}
