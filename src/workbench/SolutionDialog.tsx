import { useEffect, useState } from 'preact/hooks';
import type { ProjectFiles } from '../../playground/session/types.ts';
import { CompareDialog } from './CompareDialog.tsx';

interface Props {
  readonly lesson: string;
  readonly mine: ProjectFiles;
  readonly initialFile: string;
  readonly onUse: (file: string, text: string) => void;
  readonly onClose: () => void;
}

const failure = 'The solution could not be loaded. Is the site’s server still running?';

/** The lesson's solution beside the reader's files. */
export default function SolutionDialog({ lesson, mine, initialFile, onUse, onClose }: Props) {
  const [solution, setSolution] = useState<ProjectFiles | string>('Loading…');

  useEffect(() => {
    fetch(`/lessons/${lesson}/solution.json`)
      .then(async (response) => setSolution(response.ok ? await response.json() : failure))
      .catch(() => setSolution(failure));
  }, [lesson]);

  return (
    <CompareDialog
      title="Your files beside a solution"
      left={{ label: 'Yours', files: mine }}
      right={typeof solution === 'string' ? solution : { label: 'A solution', files: solution }}
      initialFile={initialFile}
      same="This file is the same as the solution’s."
      actions={(file) => {
        const text = typeof solution === 'string' ? undefined : solution[file];
        return (
          <button
            type="button"
            class="button"
            disabled={text === undefined || text === mine[file]}
            onClick={() => text !== undefined && onUse(file, text)}
          >
            Use this file
          </button>
        );
      }}
      onClose={onClose}
    />
  );
}
