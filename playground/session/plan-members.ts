import { describeProcess, type RunPlan, type RunProcess } from '../checks/run-process.ts';
import type { Booted } from './boot.ts';
import type { Member } from './fleet.ts';
import type { Output } from './output.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { spawnNode } from './spawned.ts';
import type { OutputSource } from './types.ts';

export interface Launch {
  readonly booted: Booted;
  /** The project's folder, relative to the machine's working directory. */
  readonly folder: string;
  readonly output: Output;
  /** Whether output says which process it is of. */
  readonly several: boolean;
}

type Kind = RunProcess['kind'];

/** Where a process's output is filed. */
export const SOURCES: Readonly<Record<Kind, OutputSource>> = {
  server: 'server',
  edge: 'edge',
  lab: 'lab',
  swarm: 'lab',
};

/** The plan's processes of these kinds, as a fleet starts them; without the edge that the preview shows. */
export function membersOf(plan: RunPlan, kinds: readonly Kind[], launch: Launch): Member[] {
  return plan.processes
    .filter(({ kind, name }) => kinds.includes(kind) && !(kind === 'edge' && name === plan.preview))
    .map((process) => ({ name: process.name, start: () => start(process, launch) }));
}

function start(process: RunProcess, launch: Launch): Promise<ServerProcess> {
  const { booted, folder, output, several } = launch;
  output.say(`$ ${describeProcess(process)}`);
  const onText = (text: string) => output.print(SOURCES[process.kind], text, 'out', several ? process.name : null);
  if (process.kind !== 'server') return startFromLab(process, launch, onText);
  const { file: entry, port, env } = process;
  return startServer(booted, { folder, entry, port, env, onText }, (line) => output.say(line, 'error'));
}

async function startFromLab(
  process: Exclude<RunProcess, { kind: 'server' }>,
  { booted: { machine, ports, lab, typescript }, folder }: Launch,
  onText: (text: string) => void,
): Promise<ServerProcess> {
  const waiting = new AbortController();
  const listening = 'port' in process ? ports.opened(process.port, waiting.signal) : Promise.resolve();
  const program = await lab.program(process.kind === 'lab' ? process.lab : process.kind);
  const spawned = await spawnNode(machine, {
    args: [program, ...argumentsOf(process, folder)],
    env: typescript.env,
    onText,
  });
  void spawned.ended.then(() => waiting.abort());
  return { ...spawned, listening };
}

function argumentsOf(process: Exclude<RunProcess, { kind: 'server' }>, folder: string): readonly string[] {
  switch (process.kind) {
    case 'edge':
      return ['-c', `${folder}/${process.conf}`];
    case 'lab':
      return ['--port', String(process.port)];
    case 'swarm':
      return process.args;
  }
}
