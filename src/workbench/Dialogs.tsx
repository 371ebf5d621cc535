import { lazy, Suspense } from 'preact/compat';
import type { WorkbenchState } from './workbench-state.ts';

const SolutionDialog = lazy(() => import('./SolutionDialog.tsx'));
const OutdatedDialog = lazy(() => import('./OutdatedDialog.tsx'));
const ShareDialog = lazy(() => import('./ShareDialog.tsx'));

/** What lies over the workbench, loaded when it is asked for. */
export function Dialogs({ state }: { readonly state: WorkbenchState }) {
  const { documents, starter } = state;
  const close = () => {
    state.dialog.value = null;
  };
  const dialog = state.dialog.value;
  if (dialog === null) return null;
  const [firstOutdated = state.file.value] = Object.keys(documents.outdated.value);
  return (
    <Suspense fallback={null}>
      {dialog === 'solution' && (
        <SolutionDialog
          lesson={state.lesson.slug}
          mine={documents.texts.value}
          initialFile={state.file.value}
          onUse={(file, text) => state.replaceFiles({ [file]: text }, `${file} is now the solution’s.`)}
          onClose={close}
        />
      )}
      {dialog === 'outdated' && (
        <OutdatedDialog
          documents={documents}
          starter={starter}
          initialFile={firstOutdated}
          onUse={(file, text) => state.replaceFiles({ [file]: text }, `${file} is now the lesson’s.`)}
          onClose={close}
        />
      )}
      {dialog === 'share' && <ShareDialog state={state} onClose={close} />}
    </Suspense>
  );
}
