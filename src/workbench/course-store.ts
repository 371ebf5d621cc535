import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { migrate } from './migrate.ts';
import type { StoredFile } from './reconcile.ts';

export interface Progress {
  readonly lesson: string;
  /** Milliseconds since the epoch. */
  readonly solvedAt: number;
}

/** When a lesson was last read in this browser, and how far. */
export interface Visit {
  readonly lesson: string;
  /** The heading that was last reached; null above the first. */
  readonly section: { readonly id: string; readonly title: string } | null;
  /** Milliseconds since the epoch. */
  readonly visitedAt: number;
}

export interface CourseSchema extends DBSchema {
  files: { key: [lesson: string, file: string]; value: StoredFile; indexes: { lesson: string } };
  progress: { key: string; value: Progress };
  visits: { key: string; value: Visit };
}

export type SaveResult =
  | { readonly saved: true; readonly file: StoredFile }
  /** Another tab saved since: its text is kept. */
  | { readonly saved: false; readonly theirs: StoredFile };

/** See migrate.ts for what each version brought. */
const version = 3;
let opening: Promise<IDBPDatabase<CourseSchema>> | null = null;

/** Whatever was opened is of no use any more: the next call opens again. */
function forget(): void {
  opening = null;
}

function database(): Promise<IDBPDatabase<CourseSchema>> {
  if (opening) return opening;
  opening = openDB<CourseSchema>('steady-stream', version, {
    upgrade: (db, from, _to, transaction) => migrate(db, from, transaction),
    // A newer version of the site waits in another tab: let it migrate.
    blocking(_current, _blocked, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
      forget();
    },
    terminated: forget,
  });
  opening.catch(forget);
  return opening;
}

/** All files of a lesson that were ever edited. Rejects when the browser blocks storage. */
export async function loadFiles(lesson: string): Promise<readonly StoredFile[]> {
  return (await database()).getAllFromIndex('files', 'lesson', lesson);
}

/** What a tab wants to be stored. */
export type FileToSave = Pick<StoredFile, 'lesson' | 'file' | 'text' | 'base'>;

/**
 * Saves one file unless another tab did so after revision `seen`. Rejects when the browser blocks storage or the
 * quota is used up.
 */
export async function saveFile(wanted: FileToSave, seen: number): Promise<SaveResult> {
  const transaction = (await database()).transaction('files', 'readwrite');
  const stored = await transaction.store.get([wanted.lesson, wanted.file]);
  if (stored && stored.revision > seen && stored.text !== wanted.text) {
    await transaction.done;
    return { saved: false, theirs: stored };
  }
  const next = { ...wanted, revision: (stored?.revision ?? 0) + 1, savedAt: Date.now() };
  await Promise.all([transaction.store.put(next), transaction.done]);
  return { saved: true, file: next };
}

/** Rejects when the browser blocks storage. */
export async function deleteFile(lesson: string, file: string): Promise<void> {
  await (await database()).delete('files', [lesson, file]);
}

export async function markSolved(lesson: string): Promise<void> {
  const db = await database();
  if (await db.get('progress', lesson)) return;
  await db.put('progress', { lesson, solvedAt: Date.now() });
}

/** Slugs of the lessons whose exercise was solved in this browser. */
export async function solvedLessons(): Promise<ReadonlySet<string>> {
  return new Set(await (await database()).getAllKeys('progress'));
}

/** Rejects when the browser blocks storage. */
export async function rememberVisit(lesson: string, section: Visit['section']): Promise<void> {
  await (await database()).put('visits', { lesson, section, visitedAt: Date.now() });
}

/** One for each lesson that was opened in this browser. */
export async function lessonVisits(): Promise<readonly Visit[]> {
  return (await database()).getAll('visits');
}

/** All that a browser keeps of the course. */
export interface Kept<File extends FileToSave = FileToSave> {
  readonly files: readonly File[];
  readonly progress: readonly Progress[];
  readonly visits: readonly Visit[];
}

/** Rejects when the browser blocks storage. */
export async function readAll(): Promise<Kept<StoredFile>> {
  const transaction = (await database()).transaction(['files', 'progress', 'visits']);
  const [files, progress, visits] = await Promise.all([
    transaction.objectStore('files').getAll(),
    transaction.objectStore('progress').getAll(),
    transaction.objectStore('visits').getAll(),
    transaction.done,
  ]);
  return { files, progress, visits };
}

/**
 * Stores all of these or none, over what is there; a lesson stays solved since it first was, and the later visit counts.
 * Resolves to the files as they are stored now. Rejects when the browser blocks storage or the quota is used up.
 */
export async function putAll({ files, progress, visits }: Kept): Promise<StoredFile[]> {
  const transaction = (await database()).transaction(['files', 'progress', 'visits'], 'readwrite');
  const fileStore = transaction.objectStore('files');
  const progressStore = transaction.objectStore('progress');
  const visitStore = transaction.objectStore('visits');
  const put = async (wanted: FileToSave): Promise<StoredFile> => {
    const stored = await fileStore.get([wanted.lesson, wanted.file]);
    const next = { ...wanted, revision: (stored?.revision ?? 0) + 1, savedAt: Date.now() };
    await fileStore.put(next);
    return next;
  };
  const mark = async (solved: Progress) => {
    const known = await progressStore.get(solved.lesson);
    if (!known || known.solvedAt > solved.solvedAt) await progressStore.put(solved);
  };
  const visit = async (made: Visit) => {
    const known = await visitStore.get(made.lesson);
    if (!known || known.visitedAt < made.visitedAt) await visitStore.put(made);
  };
  const [stored] = await Promise.all([
    Promise.all(files.map(put)),
    Promise.all(progress.map(mark)),
    Promise.all(visits.map(visit)),
    transaction.done,
  ]);
  return stored;
}
