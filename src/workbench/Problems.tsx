import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Coding } from './coding.ts';
import type { Position } from './positions.ts';
import { countProblems } from './problems.ts';
import { useDismiss } from './use-dismiss.ts';

interface Props {
  readonly coding: Coding;
  readonly onGoTo: (position: Position) => void;
}

/** What TypeScript finds wrong before anything runs: a count, and behind it the list. Nothing where there is nothing wrong. */
export function Problems({ coding, onGoTo }: Props) {
  const open = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const problems = coding.problems.value ?? [];

  useDismiss(open, root);

  if (problems.length === 0) return null;
  const bad = problems.some(({ severity }) => severity === 'error');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the list, wherever in it the focus is
    <div
      class="problems"
      ref={root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open.value) return;
        open.value = false;
        root.current?.querySelector('button')?.focus();
      }}
    >
      <button
        type="button"
        class="problem-count"
        data-tone={bad ? 'bad' : 'warn'}
        aria-expanded={open.value}
        aria-controls="problem-list"
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {countProblems(problems)}
      </button>
      {open.value && (
        <ul class="problem-list" id="problem-list" aria-label="Problems">
          {problems.map((problem) => (
            <li key={`${problem.file}:${problem.line}:${problem.column}:${problem.message}`}>
              <button
                type="button"
                onClick={() => {
                  open.value = false;
                  onGoTo(problem);
                }}
              >
                <span class="problem-place" data-tone={problem.severity === 'error' ? 'bad' : 'warn'}>
                  {problem.file}:{problem.line}
                </span>
                {problem.message}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
