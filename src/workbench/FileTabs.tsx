import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { newFileProblem } from './new-file.ts';
import { TabList } from './TabList.tsx';
import type { WorkbenchState } from './workbench-state.ts';

/** Asks for a name, until there is a good one or the reader thinks better of it. */
function NameForm({ state }: { readonly state: WorkbenchState }) {
  const { naming, fileNames } = state;
  const problem = useSignal<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const old = naming.value?.file ?? null;
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  const submit = () => {
    const name = field.current?.value.trim() ?? '';
    const wrong = name === old ? null : newFileProblem(name, fileNames.value);
    problem.value = wrong;
    if (wrong !== null) return;
    naming.value = null;
    if (old === null) state.addFile(name);
    else if (name !== old) state.renameFile(old, name);
  };
  return (
    <form
      class="name-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') naming.value = null;
      }}
    >
      <input
        ref={field}
        type="text"
        class="field name-field"
        aria-label={old === null ? 'Name of the new file' : `New name of ${old}`}
        aria-describedby="name-problem"
        aria-invalid={problem.value !== null}
        placeholder="store.ts"
        autocapitalize="off"
        autocomplete="off"
        spellcheck={false}
        value={old ?? ''}
      />
      <button type="submit" class="button">
        {old === null ? 'Add' : 'Rename'}
      </button>
      <span id="name-problem" class="name-problem" role="alert">
        {problem.value}
      </span>
    </form>
  );
}

/** The files of the workbench, and the way to another one. */
export function FileTabs({ state }: { readonly state: WorkbenchState }) {
  const { lesson, fileNames, naming } = state;
  const readOnly = new Set(lesson.files.filter((file) => file.readOnly).map(({ name }) => name));
  return (
    <>
      <TabList
        label="Files"
        prefix="file"
        class="file-tabs"
        tabs={fileNames.value.map((name) => ({
          id: name,
          label: name,
          ...(readOnly.has(name) && { note: 'read only' }),
        }))}
        active={state.file.value}
        onSelect={(name) => {
          state.file.value = name;
        }}
      />
      {naming.value ? (
        <NameForm key={naming.value.file} state={state} />
      ) : (
        lesson.newFiles !== false && (
          <button
            type="button"
            class="icon-button new-file"
            aria-label="New file"
            title="New file"
            onClick={() => {
              naming.value = { file: null };
            }}
          >
            <svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5">
              <path d="M8 3v10M3 8h10" stroke-linecap="round" />
            </svg>
          </button>
        )
      )}
    </>
  );
}
