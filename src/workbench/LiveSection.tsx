import { lazy, Suspense } from 'preact/compat';
import type { Bench } from './bench.ts';
import { ChecksPane } from './ChecksPane.tsx';
import { FaultButtons } from './FaultButtons.tsx';
import { PreviewPane } from './PreviewPane.tsx';
import { ProcessList } from './ProcessList.tsx';
import { RunState } from './RunState.tsx';
import { type Tab, TabList } from './TabList.tsx';
import { hasView, type Pane, panes } from './views.ts';
import { WirePane } from './WirePane.tsx';
import type { WorkbenchState } from './workbench-state.ts';

const OutputPane = lazy(() => import('./OutputPane.tsx'));

/** The pane tabs of a workbench, with what can be said of each at a glance. */
export function paneTab(bench: Bench, { id, label }: { readonly id: Pane; readonly label: string }): Tab<Pane> {
  const checks = bench.checks.value;
  if (id !== 'checks' || checks.status === 'idle' || checks.status === 'broken') return { id, label };
  const passed = checks.results.filter(({ status }) => status === 'passed').length;
  const failed = checks.results.some(({ status }) => status === 'failed');
  const tone = checks.status !== 'finished' ? undefined : failed ? 'bad' : 'good';
  return { id, label, note: `${passed}/${checks.plan.length}`, tone };
}

/** The lower half: what the running code does. */
export function LiveSection({ state }: { readonly state: WorkbenchState }) {
  const { bench, wide } = state;
  const offered = panes.filter(({ id }) => hasView(state.lesson.kind, id) && !(wide.value && id === 'preview'));
  const pane = wide.value && state.pane.value === 'preview' ? 'wire' : state.pane.value;
  // What checks say needs the room, and has no use for the page.
  const beside = wide.value && pane !== 'checks';
  const previewShown = beside || pane === 'preview';
  return (
    <div class="bench-live" data-wide={beside} data-pane={pane}>
      <div class="bar live-bar">
        <TabList
          label="What the code does"
          prefix="pane"
          class="pane-tabs"
          tabs={offered.map((each) => paneTab(bench, each))}
          active={pane}
          onSelect={state.show}
        />
        <span class="live-state">
          <RunState bench={bench} />
        </span>
        <span class="spacer" />
        <div class="fault-buttons">
          <FaultButtons bench={bench} />
        </div>
      </div>
      <ProcessList bench={bench} />
      <div class="live-body">
        {pane !== 'preview' && (
          <div class="pane" role="tabpanel" id={`pane-panel-${pane}`} aria-labelledby={`pane-tab-${pane}`}>
            {pane === 'output' && (
              <Suspense fallback={null}>
                <OutputPane bench={bench} files={state.fileNames.value} onJump={state.goTo} />
              </Suspense>
            )}
            {pane === 'wire' && (
              <WirePane
                bench={bench}
                empty="Press Run. Every connection shows here: each event and its id, the comments in between, cuts, and how long the browser waited before it came back."
              />
            )}
            {pane === 'checks' && <ChecksPane bench={bench} onSection={() => state.show('read')} />}
          </div>
        )}
        <div class="pane preview-pane" data-hidden={!previewShown || undefined} inert={!previewShown}>
          <PreviewPane bench={bench} title="Preview of your page" />
        </div>
      </div>
    </div>
  );
}
