import type { ProjectFiles } from '../../playground/session/types.ts';

export interface StoredFile {
  readonly lesson: string;
  readonly file: string;
  readonly text: string;
  /** What the lesson's file said when this one was last saved; null where that was not kept. */
  readonly base: string | null;
  /** Grows by one with each save, whichever tab saves. */
  readonly revision: number;
  /** Milliseconds since the epoch. */
  readonly savedAt: number;
}

/** A file as this tab knows it. */
export interface LocalFile {
  readonly text: string;
  /** The stored revision that `text` was based on; 0 when nothing was stored. */
  readonly revision: number;
}

/** A file to begin with. */
export interface StartingFile extends LocalFile {
  /** What the lesson's file said when the reader edited it, if the lesson's has changed since; else null. */
  readonly outdatedBase: string | null;
}

/**
 * What a tab starts with: the stored text of each file of the exercise, else the starter's. A file that was stored
 * and never really edited follows the starter. Files that the reader added come last:
 * they have no base. Those that the exercise had once are left out.
 */
export function startingFiles(starter: ProjectFiles, stored: readonly StoredFile[]): ReadonlyMap<string, StartingFile> {
  const byName = new Map(stored.map((file) => [file.file, file]));
  const added = stored.filter(({ file, base }) => base === null && !Object.hasOwn(starter, file));
  return new Map([
    ...Object.entries(starter).map(([name, text]): [string, StartingFile] => {
      const saved = byName.get(name);
      if (!saved) return [name, { text, revision: 0, outdatedBase: null }];
      const { revision, base } = saved;
      if (saved.text === base || saved.text === text) return [name, { text, revision, outdatedBase: null }];
      return [name, { text: saved.text, revision, outdatedBase: base === text ? null : base }];
    }),
    ...added.map(({ file, text, revision }): [string, StartingFile] => [file, { text, revision, outdatedBase: null }]),
  ]);
}

export type Reconciliation =
  /** Nothing new. */
  | 'ignore'
  /** The same text was saved elsewhere: only the revision moves on. */
  | 'adopt-revision'
  /** Another tab holds a different text: the reader decides. */
  | 'ask';

/** What a tab does when it learns that another one saved a file. */
export function reconcile(local: LocalFile, remote: Pick<StoredFile, 'text' | 'revision'>): Reconciliation {
  if (remote.revision <= local.revision) return 'ignore';
  return remote.text === local.text ? 'adopt-revision' : 'ask';
}
