import { FaultButtons } from './FaultButtons.tsx';
import { paneTab } from './LiveSection.tsx';
import { RunButtons } from './RunButtons.tsx';
import { hasView, isPane, views } from './views.ts';
import type { WorkbenchState } from './workbench-state.ts';

/** On a phone: one view at a time, with Run and Check always within reach. */
export function PhoneBar({ state }: { readonly state: WorkbenchState }) {
  const view = state.view.value;
  const live = view === 'preview' || view === 'wire';
  return (
    <div class="phone-bar">
      {live && (
        <div class="phone-faults">
          <FaultButtons bench={state.bench} short />
        </div>
      )}
      <nav class="phone-views" aria-label="Views" data-kind={state.lesson.kind}>
        {views
          .filter(({ id }) => hasView(state.lesson.kind, id))
          .map(({ id, label }) => {
            const note = isPane(id) ? paneTab(state.bench, { id, label }) : null;
            return (
              <button
                key={id}
                type="button"
                class="phone-view"
                aria-current={id === view ? 'true' : undefined}
                onClick={() => state.show(id)}
              >
                {label}
                {note?.note && <span class="phone-note" data-tone={note.tone} />}
              </button>
            );
          })}
      </nav>
      <div class="phone-run" data-kind={state.lesson.kind}>
        <RunButtons state={state} keys={false} />
      </div>
    </div>
  );
}
