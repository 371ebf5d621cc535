import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { announce } from './announce.ts';
import { plainText } from './ansi.ts';
import type { Bench } from './bench.ts';
import { ConsoleLine } from './ConsoleLine.tsx';
import { grouped } from './grouped.ts';
import { LogView } from './LogView.tsx';
import type { LogRows } from './log-rows.ts';
import type { Position } from './positions.ts';
import { useLogRows } from './use-log-rows.ts';

interface Props {
  readonly bench: Bench;
  readonly files: readonly string[];
  readonly onJump: (position: Position) => void;
}

async function copy(rows: LogRows): Promise<void> {
  const lines: string[] = [];
  for (let index = 0; index < rows.count; index++) {
    const line = rows.line(index);
    if (line) lines.push(plainText(line.text));
    // A million lines are copied without holding the page up.
    if (index % 20_000 === 19_999) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  await navigator.clipboard.writeText(lines.join('\n'));
  announce(`${grouped(lines.length)} lines copied`);
}

/** What every process printed, in order, and a line to type commands. Each process can be left out. */
export default function OutputPane({ bench, files, onJump }: Props) {
  const hidden = useSignal<ReadonlySet<string>>(new Set());
  const text = useSignal('');
  const filter = useMemo(() => ({ hidden: hidden.value, text: text.value }), [hidden.value, text.value]);
  const rows = useLogRows(bench, filter);
  const { log } = bench;
  const empty = log.end === log.first;
  const filtered = filter.text !== '' || filter.hidden.size > 0;

  const toggle = (name: string) => {
    const next = new Set(hidden.value);
    if (!next.delete(name)) next.add(name);
    hidden.value = next;
  };
  return (
    <div class="output">
      {!empty && (
        <div class="output-tools">
          {/* biome-ignore lint/a11y/useSemanticElements: a toolbar row of toggles */}
          <div class="output-processes" role="group" aria-label="Show output of">
            {[...log.processes].map(([name, source]) => (
              <button
                key={name}
                type="button"
                class="chip-toggle"
                data-source={source}
                aria-pressed={!hidden.value.has(name)}
                onClick={() => toggle(name)}
              >
                {name}
              </button>
            ))}
          </div>
          <span class="spacer" />
          <input
            type="search"
            class="field output-filter"
            aria-label="Show lines that contain"
            placeholder="Filter"
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
          <button
            type="button"
            class="button button-quiet"
            onClick={() => copy(rows).catch(() => announce('The browser does not let this page copy'))}
          >
            Copy
          </button>
          <button type="button" class="button button-quiet" onClick={bench.clearLog}>
            Clear
          </button>
          {(log.dropped > 0 || filtered) && (
            <span class="output-counts" role="status">
              {filtered && `${grouped(rows.count)} of ${grouped(log.end - log.first)} lines. `}
              {log.dropped > 0 && `${grouped(log.dropped)} earlier lines dropped.`}
            </span>
          )}
        </div>
      )}
      {empty ? (
        <p class="empty output-empty">
          Nothing printed yet. What the server and the page print shows here, with times. A command below runs on the
          same machine: <code>curl -N localhost:3000/events</code>
        </p>
      ) : (
        <LogView rows={rows} revision={rows.revision} files={files} onJump={onJump} />
      )}
      <ConsoleLine bench={bench} />
    </div>
  );
}
