import { lazy, Suspense } from 'preact/compat';
import { useEffect, useRef, useState } from 'preact/hooks';
import { CodeSection } from './CodeSection.tsx';
import { LiveSection } from './LiveSection.tsx';
import { UndoToast } from './Notices.tsx';
import { PhoneBar } from './PhoneBar.tsx';
import { Separator } from './Separator.tsx';
import type { LessonFiles } from './source-file.ts';
import { createWorkbench } from './workbench-state.ts';

const SolutionDialog = lazy(() => import('./SolutionDialog.tsx'));

/** Narrower than this, the preview is a tab like the others. In CSS pixels. */
const previewBeside = 620;

/** A lesson's workbench: the exercise's files, what runs them, and what they do. */
export function Workbench(props: LessonFiles) {
  const [state] = useState(() => createWorkbench(props));
  const root = useRef<HTMLElement>(null);

  useEffect(() => state.connect(), [state]);
  useEffect(() => {
    if (!root.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) state.wide.value = entry.contentRect.width >= previewBeside;
    });
    observer.observe(root.current);
    return () => observer.disconnect();
  }, [state]);

  return (
    <>
      <section ref={root} class="bench" aria-label="Workbench" data-split>
        <CodeSection state={state} />
        <Separator
          label="Code and what it does"
          orientation="horizontal"
          property="--bench-split"
          initial={50}
          min={20}
          max={80}
        />
        <LiveSection state={state} />
        <UndoToast offer={state.undo} />
      </section>
      <PhoneBar state={state} />
      {state.solutionShown.value && (
        <Suspense fallback={null}>
          <SolutionDialog
            lesson={state.lesson.slug}
            mine={state.documents.texts.value}
            initialFile={state.file.value}
            onUse={(file, text) => state.replaceFiles({ [file]: text }, `${file} is now the solution’s.`)}
            onClose={() => {
              state.solutionShown.value = false;
            }}
          />
        </Suspense>
      )}
    </>
  );
}
