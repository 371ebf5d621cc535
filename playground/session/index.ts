import { Boot } from './boot.ts';
import { LabPrograms } from './lab-programs.ts';
import { type BootMachine, bootWebContainer, type Place } from './machine.ts';
import type { Session } from './types.ts';
import { MachineWorkspace } from './workspace.ts';

export type { Place } from './machine.ts';
export type * from './types.ts';

/**
 * The page's session: at most one per page, as its runtime boots once. `bootMachine` is what answers; tests pass their own.
 */
export function createSession(place: Place, bootMachine: BootMachine = bootWebContainer): Session {
  const boot = new Boot(place, new LabPrograms(), bootMachine);
  const names = new Set<string>();
  window.addEventListener('pageshow', ({ persisted }) => {
    // Browsers may put a page aside and bring it back; its machine does not survive that.
    if (persisted && boot.state.value.status !== 'idle') location.reload();
  });
  return {
    boot: boot.state,
    async start() {
      await boot.machine();
      return boot.state.value;
    },
    open(name, project) {
      if (!/^[\w-]+$/.test(name) || names.has(name)) throw new Error(`“${name}” is no new name for a workspace`);
      names.add(name);
      return new MachineWorkspace(name, project, boot);
    },
  };
}
