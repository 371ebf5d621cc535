import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { CourseSchema } from './course-store.ts';

type Upgrade = IDBPTransaction<CourseSchema, StoreNames<CourseSchema>[], 'versionchange'>;

/**
 * Brings a store of version `from` to the newest; 0 is one that is not there yet. Each step stays as it is for good:
 * there are browsers that have not been here since. If one throws, IndexedDB keeps the old store whole.
 */
export async function migrate(db: IDBPDatabase<CourseSchema>, from: number, transaction: Upgrade): Promise<void> {
  if (from < 1) {
    db.createObjectStore('files', { keyPath: ['lesson', 'file'] }).createIndex('lesson', 'lesson');
    db.createObjectStore('progress', { keyPath: 'lesson' });
  }
  if (from < 2) db.createObjectStore('visits', { keyPath: 'lesson' });
  if (from > 0 && from < 3) {
    // 3: each file knows what the lesson's said when it was edited. Before, that was not kept.
    for (let at = await transaction.objectStore('files').openCursor(); at; at = await at.continue()) {
      await at.update({ ...at.value, base: null });
    }
  }
}
