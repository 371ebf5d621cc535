import { announce } from './announce.ts';
import type { MenuItem } from './MoreMenu.tsx';
import type { WorkbenchState } from './workbench-state.ts';

async function format({ coding, file }: WorkbenchState): Promise<void> {
  const [models, { formatFile }] = await Promise.all([coding.load(), import('./refactor.ts')]);
  const done = await formatFile(models, file.value);
  announce(done ? `${file.value} formatted` : `${file.value} cannot be formatted`);
}

/** What the menu offers for the code itself, in either editor. */
export function codeMenu(state: WorkbenchState): readonly MenuItem[] {
  return [
    {
      label: `Format ${state.file.value}`,
      onSelect: () => {
        format(state).catch(() => announce('The code of the editor could not be loaded'));
      },
    },
  ];
}
