import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ProjectFiles } from '../../playground/session/types.ts';
import { CodeSection } from './CodeSection.tsx';
import { type CodeLink, CodeLinkReader, type Copy, withCopy } from './code-link.ts';
import { Dialogs } from './Dialogs.tsx';
import { LiveSection } from './LiveSection.tsx';
import { UndoToast } from './Notices.tsx';
import { PhoneBar } from './PhoneBar.tsx';
import { Separator } from './Separator.tsx';
import type { LessonFiles } from './source-file.ts';
import { createWorkbench } from './workbench-state.ts';

/** Narrower than this, the preview is a tab like the others. In CSS pixels. */
const previewBeside = 620;

interface Props {
  readonly lesson: LessonFiles;
  readonly copy: Copy | null;
  readonly link: CodeLink;
  readonly onLeave: (adopt: ProjectFiles | null) => void;
}

/** The workbench over the reader's own files, or over a link's. */
function Bench({ lesson, copy, link, onLeave }: Props) {
  const [state] = useState(() => createWorkbench(lesson, copy));
  const root = useRef<HTMLElement>(null);
  const known = link.status !== 'unknown' && link.status !== 'reading';

  useEffect(() => (known ? state.connect() : undefined), [state, known]);
  useEffect(() => {
    if (link.status === 'left' && link.adopt) void state.adopt(link.adopt);
  }, [state, link]);
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
        <CodeSection state={state} link={link} onLeave={onLeave} />
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
      <Dialogs state={state} />
    </>
  );
}

/** A lesson's workbench: the exercise's files, what runs them, and what they do. */
export function Workbench(props: LessonFiles) {
  const [reader] = useState(() => new CodeLinkReader());
  useEffect(() => reader.connect(), [reader]);
  const link = reader.state.value;
  const copy = link.status === 'copy' ? link.copy : null;
  const lesson = useMemo(() => (copy ? withCopy(props, copy) : props), [copy, props]);
  return (
    <Bench
      key={copy ? copy.folder : 'own'}
      lesson={lesson}
      copy={copy}
      link={link}
      onLeave={(adopt) => reader.leave(adopt)}
    />
  );
}
