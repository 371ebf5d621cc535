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
  const { file, naming, starter } = state;
  const name = file.value;
  const own = !Object.hasOwn(starter, name);
  return [
    ...(own
      ? [
          {
            label: `Rename ${name}`,
            onSelect: () => {
              naming.value = { file: name };
            },
          },
          { label: `Delete ${name}`, note: 'can be undone', onSelect: () => state.deleteFile(name) },
        ]
      : []),
    {
      label: `Format ${name}`,
      onSelect: () => {
        format(state).catch(() => announce('The code of the editor could not be loaded'));
      },
    },
  ];
}
