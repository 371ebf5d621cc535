import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { StoredFile } from './reconcile.ts';

interface Progress {
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

interface CourseSchema extends DBSchema {
  files: { key: [lesson: string, file: string]; value: StoredFile; indexes: { lesson: string } };
  progress: { key: string; value: Progress };
  visits: { key: string; value: Visit };
}

export type SaveResult =
  | { readonly saved: true; readonly file: StoredFile }
  /** Another tab saved since: its text is kept. */
  | { readonly saved: false; readonly theirs: StoredFile };

const version = 2;
let opening: Promise<IDBPDatabase<CourseSchema>> | null = null;

function database(): Promise<IDBPDatabase<CourseSchema>> {
  opening ??= openDB<CourseSchema>('steady-stream', version, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('files', { keyPath: ['lesson', 'file'] }).createIndex('lesson', 'lesson');
        db.createObjectStore('progress', { keyPath: 'lesson' });
      }
      if (from < 2) db.createObjectStore('visits', { keyPath: 'lesson' });
    },
    // A newer version of the site waits in another tab: let it migrate.
    blocking(_current, _blocked, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
      opening = null;
    },
  });
  return opening;
}

/** All files of a lesson that were ever edited. Rejects when the browser blocks storage. */
export async function loadFiles(lesson: string): Promise<readonly StoredFile[]> {
  return (await database()).getAllFromIndex('files', 'lesson', lesson);
}

/**
 * Saves one file unless another tab did so after revision `seen`. Rejects when the browser blocks storage or the
 * quota is used up.
 */
export async function saveFile(lesson: string, file: string, text: string, seen: number): Promise<SaveResult> {
  const transaction = (await database()).transaction('files', 'readwrite');
  const stored = await transaction.store.get([lesson, file]);
  if (stored && stored.revision > seen && stored.text !== text) {
    await transaction.done;
    return { saved: false, theirs: stored };
  }
  const next = { lesson, file, text, revision: (stored?.revision ?? 0) + 1, savedAt: Date.now() };
  await transaction.store.put(next);
  await transaction.done;
  return { saved: true, file: next };
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
