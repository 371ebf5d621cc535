import type { SpawnOptions, WebContainer, WebContainerProcess } from '@webcontainer/api';

/** Path to content. */
export type Files = Readonly<Record<string, string>>;

/** What the test's page offers to tests, which call it from outside. */
export interface Site {
  readonly machine: WebContainer;
  /** After a teardown. */
  bootAgain(workdirName: string): Promise<WebContainer>;
  /** Starts `node server.mjs` in a folder of its own. Resolves to the preview's URL once the port is open. */
  serve(folder: string, files: Files, port: number): Promise<string>;
  /** Runs a command to its end. */
  run(command: string, args: string[], files?: Files): Promise<{ output: string; code: number }>;
  /** Starts a CommonJS program. */
  node(code: string, args?: string[], options?: SpawnOptions): Promise<WebContainerProcess>;
  /** What a process prints until it ends. */
  outcome(process: WebContainerProcess): Promise<{ output: string; code: number }>;
  /** What the server in a folder has printed. */
  output(folder: string): string;
  kill(folder: string): Promise<number>;
  /** Frames a page. Resolves to what it reports by `parent.postMessage({ report })`. */
  show(url: string, limit: number): Promise<unknown>;
  /** The next report of the page that is framed already. */
  nextReport(limit: number): Promise<unknown>;
  hide(): void;
}

declare global {
  /** Set once the machine has booted. */
  var site: Site | undefined;
}
