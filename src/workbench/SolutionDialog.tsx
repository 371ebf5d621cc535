import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type DiffCell, type DiffRow, diffRows } from './diff-rows.ts';
import { TabList } from './TabList.tsx';

interface Props {
  readonly lesson: string;
  readonly mine: Readonly<Record<string, string>>;
  readonly initialFile: string;
  readonly onUse: (file: string, text: string) => void;
  readonly onClose: () => void;
}

type Solution = Readonly<Record<string, string>>;

function Cell({ cell, changed, side }: { cell: DiffCell | null; changed: boolean; side: 'mine' | 'theirs' }) {
  const tone = changed && cell ? side : undefined;
  return (
    <>
      <td class="diff-number" data-tone={tone}>
        {cell?.line}
      </td>
      <td class="diff-text" data-tone={tone}>
        {cell?.text}
      </td>
    </>
  );
}

function Comparison({ rows }: { readonly rows: readonly DiffRow[] }) {
  return (
    <table class="diff">
      <colgroup>
        <col class="diff-numbers" />
        <col />
        <col class="diff-numbers" />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th colSpan={2} scope="col">
            Yours
          </th>
          <th colSpan={2} scope="col">
            A solution
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.mine?.line}-${row.theirs?.line}`}>
            <Cell cell={row.mine} changed={row.changed} side="mine" />
            <Cell cell={row.theirs} changed={row.changed} side="theirs" />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The lesson's solution beside the reader's files. */
export default function SolutionDialog({ lesson, mine, initialFile, onUse, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [solution, setSolution] = useState<Solution | 'loading' | 'failed'>('loading');
  const [file, setFile] = useState(initialFile);

  useEffect(() => {
    dialog.current?.showModal();
    fetch(`/lessons/${lesson}/solution.json`)
      .then(async (response) => setSolution(response.ok ? await response.json() : 'failed'))
      .catch(() => setSolution('failed'));
  }, [lesson]);

  const text = typeof solution === 'string' ? undefined : solution[file];
  const own = mine[file] ?? '';
  const rows = useMemo(() => (text === undefined ? [] : diffRows(own, text)), [own, text]);
  return (
    <dialog ref={dialog} class="sheet solution" aria-labelledby="solution-title" onClose={onClose}>
      <div class="sheet-head">
        <h2 id="solution-title">Your files beside a solution</h2>
        <form method="dialog">
          <button type="submit" class="button">
            Close
          </button>
        </form>
      </div>
      <div class="solution-bar">
        <TabList
          label="Files of the solution"
          prefix="solution"
          tabs={Object.keys(mine).map((name) => ({ id: name, label: name }))}
          active={file}
          onSelect={setFile}
        />
        <button
          type="button"
          class="button"
          disabled={text === undefined || text === own}
          onClick={() => text !== undefined && onUse(file, text)}
        >
          Use this file
        </button>
      </div>
      <div
        id={`solution-panel-${file}`}
        role="tabpanel"
        class="solution-panel"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        tabIndex={0}
        aria-labelledby={`solution-tab-${file}`}
      >
        {solution === 'loading' && <p class="empty">Loading…</p>}
        {solution === 'failed' && (
          <p class="empty">The solution could not be loaded. Is the site’s server still running?</p>
        )}
        {text === own && <p class="empty">This file is the same as the solution’s.</p>}
        {text !== undefined && text !== own && <Comparison rows={rows} />}
      </div>
    </dialog>
  );
}
