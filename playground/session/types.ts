import type { ReadonlySignal } from '@preact/signals-core';
import type { CheckDescription, CheckResult } from '../checks/protocol.ts';
import type { RunPlan } from '../checks/run-process.ts';
import type { EdgeEvent, FaultCommand, PreviewMessage } from '../lab/edge/protocol.ts';

/** Path, relative to the project's folder, to text. */
export type ProjectFiles = Readonly<Record<string, string>>;

export type BootFailure =
  | 'unreachable' // nothing answers at the runtime origin
  | 'wrong-answer' // something answers, but it is no runtime
  | 'unsupported' // the browser lacks a feature that the runtime needs
  | 'storage-blocked' // third-party storage is blocked, so no service worker
  | 'timeout'; // the runtime answered the probe but never became ready

export type BootState =
  | { readonly status: 'idle' }
  | { readonly status: 'booting'; readonly step: 'probing' | 'starting' }
  | { readonly status: 'ready'; readonly nodeVersion: string; readonly embedded: boolean }
  | {
      readonly status: 'failed';
      readonly reason: BootFailure;
      /** One sentence: what is wrong. */
      readonly title: string;
      /** What the reader can do, one sentence each. */
      readonly advice: readonly string[];
    };

export type RunState =
  | { readonly status: 'stopped' }
  | { readonly status: 'starting' }
  /** `since` is milliseconds since the epoch; `port` is the edge's, where the preview's page comes from. */
  | { readonly status: 'running'; readonly since: number; readonly port: number; readonly previewUrl: string }
  | { readonly status: 'exited'; readonly code: number; readonly byUser: boolean };

export type OutputSource = 'server' | 'edge' | 'lab' | 'checks' | 'preview' | 'console' | 'session';

export interface OutputChunk {
  readonly source: OutputSource;
  /** Which one of several; null where there is one. */
  readonly process: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly level: 'out' | 'error';
  /** May hold several lines, or a part of one. */
  readonly text: string;
}

export type CheckRunState =
  | { readonly status: 'idle' }
  | {
      readonly status: 'running';
      readonly plan: readonly CheckDescription[];
      readonly current: string | null;
      readonly results: readonly CheckResult[];
    }
  | {
      readonly status: 'finished';
      readonly plan: readonly CheckDescription[];
      readonly results: readonly CheckResult[];
      readonly passed: number;
      readonly failed: number;
      readonly durationMs: number;
    }
  | { readonly status: 'broken'; readonly reason: string };

export type PreviewState =
  | { readonly status: 'blank' }
  | { readonly status: 'alive' }
  /** Missed its heartbeats: a script in it does not return. */
  | { readonly status: 'stuck'; readonly since: number };

/** An iframe, as far as a preview needs one. */
export type PreviewElement = Pick<HTMLIFrameElement, 'setAttribute' | 'src'> & {
  readonly contentWindow: object | null;
};

/** The page's one machine. Created once per page; every workspace shares it. */
export interface Session {
  readonly boot: ReadonlySignal<BootState>;
  /** Boots on first use; later calls return the same promise. Never rejects: look at `boot`. */
  start(): Promise<BootState>;
  /** One folder on the machine with its own edge and ports. `name` is unique on the page: `exercise`, `cut-the-wire`… */
  open(name: string, project: Project): Workspace;
}

export interface Project {
  readonly files: ProjectFiles;
  /** Run as `node <entry>` in the project's folder with `PORT` set. */
  readonly entry: string;
  /** URL on the site's origin of the bundled checks; null for experiments. */
  readonly checks: string | null;
  /** What Run starts; null for the entry alone, behind an edge that serves the page. */
  readonly plan: RunPlan | null;
}

/** One process of a plan. */
export interface ProcessState {
  readonly name: string;
  /** It is the edge that the preview shows: reloaded, not killed. */
  readonly shown: boolean;
  readonly running: boolean;
}

/** A command that somebody typed and that still runs. */
export interface Command {
  readonly id: number;
  /** What its output is known by. */
  readonly name: string;
  readonly line: string;
  /** Kill -9. Resolves when it is gone. */
  kill(): Promise<void>;
}

export interface Workspace {
  readonly name: string;
  readonly run: ReadonlySignal<RunState>;
  readonly checks: ReadonlySignal<CheckRunState>;
  readonly preview: ReadonlySignal<PreviewState>;
  /** Where in the preview its page is: a path, with query and fragment. */
  readonly previewPath: ReadonlySignal<string>;
  /** What the plan starts, in its order; empty without a plan, and before it was run. */
  readonly processes: ReadonlySignal<readonly ProcessState[]>;
  /** Commands that were typed and still run. */
  readonly commands: ReadonlySignal<readonly Command[]>;
  /** Replaces the project's text files; a running server keeps the old code until it is run again. */
  write(files: ProjectFiles): void;
  /** Boots if need be, (re)starts edge and servers, resolves when the servers listen or have exited. */
  start(): Promise<RunState>;
  /** Kills all but the edge, so that the preview meets a refused connection as on a real network. */
  stop(): Promise<void>;
  /** Kill -9 for the servers, then run again: what a crash and its supervisor do. The rest of a plan runs on. */
  restart(): Promise<RunState>;
  /** Kill -9 for one process of the plan, by its name. */
  kill(process: string): Promise<void>;
  /** Starts it again. */
  revive(process: string): Promise<void>;
  /** Has the edge that the preview shows read its conf again, as it was last written: connections finish under the old one. */
  reload(): Promise<void>;
  /** Runs the checks against what was last written. */
  check(): Promise<void>;
  cancelCheck(): void;
  /**
   * Boots if need be, and runs one command, as in `curl -N localhost:3000/events`, in the project's folder as it was last
   * written. There is no shell. Resolves when it has ended; the output tells what it printed and what went wrong.
   */
  execute(line: string): Promise<void>;
  /** Breaks something at the edge, or repairs it; nothing happens while no edge runs. `onWire` tells once it is obeyed. */
  fault(command: FaultCommand): void;
  /** Takes over an iframe: shows the preview in it whenever there is one, and watches its heartbeat. Returns how to let go. */
  attachPreview(frame: PreviewElement): () => void;
  /** Loads the page at a path of the preview, by default the one that is there. */
  reloadPreview(path?: string): void;
  onOutput(listener: (chunk: OutputChunk) => void): () => void;
  onWire(listener: (event: EdgeEvent) => void): () => void;
  onPreviewMessage(listener: (message: PreviewMessage) => void): () => void;
}
