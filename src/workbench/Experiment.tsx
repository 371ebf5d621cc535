import { signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { RunPlan } from '../../playground/checks/run-process.ts';
import { plainText } from './ansi.ts';
import { BootNotice } from './BootNotice.tsx';
import { type Bench, createBench } from './bench.ts';
import { CodePane } from './CodePane.tsx';
import { type Coding, createCoding } from './coding.ts';
import { createDocuments, type Documents } from './documents.ts';
import { FaultButtons } from './FaultButtons.tsx';
import { OutdatedNotice } from './LinkNotice.tsx';
import { ConflictNotice } from './Notices.tsx';
import { PreviewPane } from './PreviewPane.tsx';
import { ProcessList } from './ProcessList.tsx';
import type { Position } from './positions.ts';
import { RunState } from './RunState.tsx';
import { onReload, restoredScreen } from './screen.ts';
import { warmUp } from './session.ts';
import { type SourceFile, textsOf } from './source-file.ts';
import { TabList } from './TabList.tsx';
import { WirePane } from './WirePane.tsx';
import type { WireFocus } from './wire/wire-focus.ts';

interface Props {
  readonly lesson: string;
  readonly name: string;
  readonly title: string;
  readonly files: readonly SourceFile[];
  readonly plan: RunPlan | null;
  /** What the wire shows first. */
  readonly wire?: WireFocus;
  readonly children?: ComponentChildren;
}

interface State {
  readonly bench: Bench;
  readonly documents: Documents;
  readonly coding: Coding;
}

const entry = 'server.ts';

function createExperiment({ lesson, name, files, plan }: Props): State {
  const documents = createDocuments(lesson, `experiments/${name}/`, textsOf(files));
  const bench = createBench(name, async () => {
    await documents.ready;
    return { files: documents.texts.value, entry, checks: null, plan };
  });
  return { bench, documents, coding: createCoding(name, documents, plan?.packages ?? []) };
}

/** The files that run as they are: what there is to edit. */
function runFiles(plan: RunPlan | null): readonly string[] {
  const named = (plan?.processes ?? []).flatMap((process) => {
    if (process.kind === 'server') return [process.file];
    return process.kind === 'edge' ? [process.conf] : [];
  });
  return named.length === 0 ? [entry] : [...new Set(named)];
}

/** The end of what was printed when it exited by itself: a card has no room for a whole log. */
function Crash({ bench }: { readonly bench: Bench }) {
  const run = bench.run.value;
  if (run.status !== 'exited' || run.byUser || bench.logVersion.value === 0) return null;
  const lines = bench.log.tail(200).filter(({ source }) => source !== 'preview');
  return (
    <pre class="experiment-crash" role="alert">
      {lines
        .slice(-8)
        .map(({ text }) => plainText(text))
        .join('\n')}
    </pre>
  );
}

function Controls({ bench, editing, onEdit }: { bench: Bench; editing: boolean; onEdit: () => void }) {
  const run = bench.run.value;
  const alive = run.status === 'running' || run.status === 'starting';
  return (
    <div class="experiment-controls">
      {alive ? (
        <button type="button" class="button" onClick={bench.stop}>
          Stop
        </button>
      ) : (
        <button
          type="button"
          class="button button-go"
          disabled={bench.opening.value}
          onPointerEnter={warmUp}
          onFocus={warmUp}
          onClick={bench.start}
        >
          Run
        </button>
      )}
      <FaultButtons bench={bench} all={false} />
      <button type="button" class="button" aria-expanded={editing} onClick={onEdit}>
        {editing ? 'Hide code' : 'Edit code'}
      </button>
    </div>
  );
}

/** Something to try, alive in the middle of the text: a small server, its page, and the wire between them. */
export function Experiment(props: Props) {
  const [{ bench, documents, coding }] = useState(() => createExperiment(props));
  const [jump] = useState(() => signal<Position | null>(null));
  const editing = useSignal(false);
  const coarse = useSignal(false);

  useEffect(() => {
    coarse.value = matchMedia('(pointer: coarse)').matches;
    onReload(documents.flush);
    const resume = restoredScreen()?.resume;
    if (resume?.bench === bench.name) void bench.start();
    return documents.connect();
  }, [bench, documents, coarse]);

  const started = bench.workspace.value !== null;
  const edited = props.files.some(({ name, text }) => documents.texts.value[name] !== text);
  const names = runFiles(props.plan);
  const [first = entry] = names;
  const file = useSignal(first);
  const goTo = useCallback(
    (position: Position) => {
      file.value = position.file;
      jump.value = { ...position };
    },
    [file, jump],
  );
  return (
    <section class="experiment" aria-labelledby={`experiment-${props.name}`} data-started={started}>
      <div class="experiment-head">
        <h3 id={`experiment-${props.name}`} class="experiment-title">
          <span class="experiment-label">Try it</span> {props.title}
        </h3>
        <RunState bench={bench} />
      </div>
      <div class="experiment-prose">{props.children}</div>
      <Controls
        bench={bench}
        editing={editing.value}
        onEdit={() => {
          editing.value = !editing.value;
        }}
      />
      <ProcessList bench={bench} />
      <BootNotice bench={bench} />
      <ConflictNotice documents={documents} />
      <OutdatedNotice documents={documents} onCompare={null} />
      {editing.value && (
        <div class="experiment-code">
          {names.length > 1 && (
            <TabList
              label="Files"
              prefix={`experiment-${props.name}`}
              class="file-tabs"
              tabs={names.map((name) => ({ id: name, label: name }))}
              active={file.value}
              onSelect={(name) => {
                file.value = name;
              }}
            />
          )}
          <CodePane
            coding={coding}
            files={props.files.filter(({ name }) => names.includes(name))}
            active={file.value}
            kind={coarse.value ? 'plain' : 'rich'}
            jump={jump}
            onGoTo={goTo}
          />
          <div class="experiment-code-foot">
            <span>{file.value}: press Run to start what you wrote.</span>
            {bench.run.value.status === 'running' && (
              <button type="button" class="button" onClick={bench.start}>
                Run again
              </button>
            )}
            {edited && (
              <button
                type="button"
                class="link-button"
                onClick={() => {
                  for (const { name, text } of props.files) documents.edit(name, text);
                }}
              >
                Back to the original
              </button>
            )}
          </div>
        </div>
      )}
      <Crash bench={bench} />
      {started && (
        <div class="experiment-live">
          <div class="experiment-wire">
            <WirePane bench={bench} empty="Waiting for the page to connect…" focus={props.wire} />
          </div>
          <div class="experiment-preview">
            <PreviewPane bench={bench} title={`Page of the experiment ${props.title}`} />
          </div>
        </div>
      )}
    </section>
  );
}
