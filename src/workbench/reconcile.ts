import type { ProjectFiles } from '../../playground/session/types.ts';

export interface StoredFile {
  readonly lesson: string;
  readonly file: string;
  readonly text: string;
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

/** What a tab starts with: the stored text of each file of the exercise, else the starter's. */
export function startingFiles(starter: ProjectFiles, stored: readonly StoredFile[]): ReadonlyMap<string, LocalFile> {
  const byName = new Map(stored.map((file) => [file.file, file]));
  return new Map(
    Object.entries(starter).map(([name, text]) => {
      const saved = byName.get(name);
      return [name, saved ? { text: saved.text, revision: saved.revision } : { text, revision: 0 }];
    }),
  );
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
