import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { OutputSource } from '../../playground/session/types.ts';
import type { Bench } from './bench.ts';
import { LogView, sourceNames } from './LogView.tsx';
import type { Position } from './positions.ts';

interface Props {
  readonly bench: Bench;
  readonly files: readonly string[];
  readonly onJump: (position: Position) => void;
}

const sources = ['server', 'preview', 'edge', 'lab', 'checks', 'session'] as const satisfies readonly OutputSource[];

/** What every process printed, in order; each can be left out. */
export function OutputPane({ bench, files, onJump }: Props) {
  const hidden = useSignal<ReadonlySet<OutputSource>>(new Set());
  const version = bench.logVersion.value;
  // The version stands for the buffer's content.
  const all = useMemo(() => bench.log.lines(), [bench, version]);
  const lines = useMemo(() => all.filter((line) => !hidden.value.has(line.source)), [all, hidden.value]);
  const seen = sources.filter((source) => all.some((line) => line.source === source));

  const toggle = (source: OutputSource) => {
    const next = new Set(hidden.value);
    if (!next.delete(source)) next.add(source);
    hidden.value = next;
  };
  const copy = () => navigator.clipboard.writeText(lines.map((line) => line.text).join('\n'));

  if (all.length === 0) {
    return <p class="empty">Nothing printed yet. What the server and the page print shows here, with times.</p>;
  }
  return (
    <div class="output">
      {/* biome-ignore lint/a11y/useSemanticElements: a toolbar row of toggles */}
      <div class="output-tools" role="group" aria-label="Show output of">
        {seen.map((source) => (
          <button
            key={source}
            type="button"
            class="chip-toggle"
            aria-pressed={!hidden.value.has(source)}
            onClick={() => toggle(source)}
          >
            {sourceNames[source]}
          </button>
        ))}
        <span class="spacer" />
        {bench.log.dropped > 0 && (
          <span class="output-dropped">{bench.log.dropped.toLocaleString('en')} earlier lines dropped</span>
        )}
        <button type="button" class="button button-quiet" onClick={copy}>
          Copy
        </button>
        <button type="button" class="button button-quiet" onClick={bench.clearLog}>
          Clear
        </button>
      </div>
      <LogView lines={lines} files={files} onJump={onJump} />
    </div>
  );
}
