import { type ComponentChildren, Fragment } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { ProjectFiles } from '../../playground/session/types.ts';
import { type DiffCell, type DiffRow, diffRows } from './diff-rows.ts';
import { Sheet } from './Sheet.tsx';
import { TabList } from './TabList.tsx';

/** One of the two sides: what it is called, and its files. */
export interface Side {
  readonly label: string;
  readonly files: ProjectFiles;
}

interface Props {
  readonly title: string;
  readonly left: Side;
  /** Text in place of a comparison when there is nothing to compare with, or not yet. */
  readonly right: Side | string;
  readonly initialFile: string;
  /** Said of a file that is the same on both sides. */
  readonly same: string;
  /** What can be done with the file that is shown. */
  readonly actions: (file: string) => ComponentChildren;
  readonly onClose: () => void;
}

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

function Comparison({ rows, left, right }: { rows: readonly DiffRow[]; left: string; right: string }) {
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
            {left}
          </th>
          <th colSpan={2} scope="col">
            {right}
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

/** Two versions of the same files, side by side. */
export function CompareDialog({ title, left, right, initialFile, same, actions, onClose }: Props) {
  const [file, setFile] = useState(initialFile);

  const text = typeof right === 'string' ? undefined : right.files[file];
  const own = left.files[file] ?? '';
  const rows = useMemo(() => (text === undefined ? [] : diffRows(own, text)), [own, text]);
  return (
    <Sheet title={title} class="solution" onClose={onClose}>
      <div class="solution-bar">
        <TabList
          label="Files to compare"
          prefix="compare"
          tabs={Object.keys(left.files).map((name) => ({ id: name, label: name }))}
          active={file}
          onSelect={setFile}
        />
        <Fragment key={file}>{actions(file)}</Fragment>
      </div>
      <div
        id={`compare-panel-${file}`}
        role="tabpanel"
        class="solution-panel"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        tabIndex={0}
        aria-labelledby={`compare-tab-${file}`}
      >
        {typeof right === 'string' && <p class="empty">{right}</p>}
        {text === own && <p class="empty">{same}</p>}
        {typeof right !== 'string' && text === undefined && <p class="empty">{right.label} has no such file.</p>}
        {typeof right !== 'string' && text !== undefined && text !== own && (
          <Comparison rows={rows} left={left.label} right={right.label} />
        )}
      </div>
    </Sheet>
  );
}
