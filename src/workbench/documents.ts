import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { ProjectFiles } from '../../playground/session/types.ts';
import { onTabMessage, tellTabs } from './course-channel.ts';
import { deleteFile, loadFiles, saveFile } from './course-store.ts';
import { canBeAdded } from './new-file.ts';
import { reconcile, type StoredFile, startingFiles } from './reconcile.ts';
import { createStarterChanges, type StarterChanges } from './starter-changes.ts';

export type StorageState = 'loading' | 'saved' | 'saving' | 'blocked' | 'full';

/** The files of one exercise or experiment as this tab edits them, kept in the browser as they change. */
export interface Documents {
  readonly texts: ReadonlySignal<ProjectFiles>;
  readonly storage: ReadonlySignal<StorageState>;
  /** Files that another tab saved with a different text, which is not shown here yet. */
  readonly conflicts: Signal<ReadonlyMap<string, StoredFile>>;
  /** Files that the lesson has changed since they were edited here. */
  readonly outdated: StarterChanges['outdated'];
  /** Resolves once `connect` was called and what was stored is shown. Never rejects. */
  readonly ready: Promise<void>;
  /** Reads the store and hears other tabs, in a browser. Returns how to let go. */
  connect(): () => void;
  /** A file that is not there yet is added. */
  edit(file: string, text: string): void;
  /** Only for a file that was added: the lesson's own stay. */
  remove(file: string): void;
  /** Shows what the other tab saved. */
  loadTheirs(file: string): void;
  /** Overwrites what the other tab saved. */
  keepMine(file: string): void;
  /** The reader has seen that the lesson's file is another one now, and keeps the edited text. */
  keepEdited(file: string): void;
  /** Saves at once what waits to be saved. Never rejects. */
  flush(): Promise<void>;
}

/** From the first unsaved key until it is saved, however long somebody goes on typing. */
const saveDelayMs = 250;

/**
 * Keeps `starter`'s files under `lesson`. `folder` tells the several workspaces of a lesson apart: empty for the
 * exercise, `experiments/<name>/` for an experiment.
 */
export function createDocuments(lesson: string, folder: string, starter: ProjectFiles): Documents {
  const texts = signal<ProjectFiles>(starter);
  const storage = signal<StorageState>('loading');
  const conflicts = signal<ReadonlyMap<string, StoredFile>>(new Map());
  const revisions = new Map<string, number>();
  const unsaved = new Set<string>();
  const starterChanges = createStarterChanges(starter);
  const { promise: ready, resolve: setReady } = Promise.withResolvers<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastFlush: Promise<void> = Promise.resolve();

  const nameOf = (stored: Pick<StoredFile, 'file'>) => stored.file.slice(folder.length);
  const canHave = (file: string) => Object.hasOwn(starter, file) || canBeAdded(file);
  const isOurs = (stored: Pick<StoredFile, 'lesson' | 'file'>) =>
    stored.lesson === lesson && stored.file.startsWith(folder) && canHave(nameOf(stored));

  function setConflict(file: string, theirs: StoredFile | null) {
    const next = new Map(conflicts.value);
    if (theirs) next.set(file, theirs);
    else next.delete(file);
    conflicts.value = next;
  }

  function meet(theirs: StoredFile) {
    const file = nameOf(theirs);
    if (!Object.hasOwn(texts.value, file)) {
      texts.value = { ...texts.value, [file]: theirs.text };
      revisions.set(file, theirs.revision);
      return;
    }
    const local = { text: texts.value[file] ?? '', revision: revisions.get(file) ?? 0 };
    const verdict = reconcile(local, theirs);
    if (verdict === 'adopt-revision') revisions.set(file, theirs.revision);
    setConflict(file, verdict === 'ask' ? theirs : null);
  }

  async function save(file: string) {
    const wanted = {
      lesson,
      file: folder + file,
      text: texts.value[file] ?? '',
      base: starterChanges.baseOf(file),
    };
    const result = await saveFile(wanted, revisions.get(file) ?? 0);
    if (result.saved) {
      revisions.set(file, result.file.revision);
      tellTabs({ type: 'saved', file: result.file });
    } else {
      meet(result.theirs);
    }
  }

  async function saveAll() {
    const files = [...unsaved].filter((file) => !conflicts.value.has(file));
    if (files.length === 0) return;
    unsaved.clear();
    try {
      await Promise.all(files.map(save));
      storage.value = unsaved.size > 0 ? 'saving' : 'saved';
    } catch (error) {
      for (const file of files) unsaved.add(file);
      storage.value = error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'blocked';
    }
  }

  function flush() {
    clearTimeout(timer);
    timer = undefined;
    // One after the other: a save that does not know the revision of the one before would meet it as another tab's.
    lastFlush = lastFlush.then(saveAll);
    return lastFlush;
  }

  function edit(file: string, text: string) {
    if (texts.value[file] === text) return;
    texts.value = { ...texts.value, [file]: text };
    unsaved.add(file);
    if (text === starter[file]) starterChanges.settle(file);
    if (storage.value === 'saved') storage.value = 'saving';
    timer ??= setTimeout(flush, saveDelayMs);
  }

  /** Shows the file no more. */
  function forget(file: string) {
    const { [file]: _gone, ...rest } = texts.value;
    texts.value = rest;
    revisions.delete(file);
    unsaved.delete(file);
    setConflict(file, null);
  }

  function remove(file: string) {
    if (Object.hasOwn(starter, file)) return;
    forget(file);
    lastFlush = lastFlush.then(async () => {
      // It may have come back meanwhile.
      if (Object.hasOwn(texts.value, file)) return;
      try {
        await deleteFile(lesson, folder + file);
        tellTabs({ type: 'removed', lesson, file: folder + file });
      } catch {
        storage.value = 'blocked';
      }
    });
  }

  async function load() {
    try {
      const stored = (await loadFiles(lesson)).filter(isOurs).map((file) => ({ ...file, file: nameOf(file) }));
      const files = startingFiles(starter, stored);
      for (const [file, { revision, outdatedBase }] of files) {
        revisions.set(file, revision);
        if (outdatedBase !== null) starterChanges.add(file, outdatedBase);
      }
      // What was typed while the store was being read wins.
      const loaded = [...files].filter(([file]) => !unsaved.has(file)).map(([file, { text }]) => [file, text]);
      texts.value = { ...texts.value, ...Object.fromEntries(loaded) };
      storage.value = unsaved.size > 0 ? 'saving' : 'saved';
    } catch {
      storage.value = 'blocked';
    }
  }

  function connect() {
    load().then(setReady);
    const leaving = new AbortController();
    const { signal: left } = leaving;
    addEventListener('pagehide', () => void flush(), { signal: left });
    document.addEventListener('visibilitychange', () => document.hidden && void flush(), { signal: left });
    const stopHearing = onTabMessage((message) => {
      if (message.type === 'saved' && isOurs(message.file)) meet(message.file);
      // What is being edited here is saved again.
      if (message.type === 'removed' && isOurs(message) && !unsaved.has(nameOf(message))) forget(nameOf(message));
    });
    return () => {
      leaving.abort();
      stopHearing();
    };
  }

  return {
    texts,
    storage,
    conflicts,
    outdated: starterChanges.outdated,
    ready,
    connect,
    edit,
    remove,
    loadTheirs(file) {
      const theirs = conflicts.value.get(file);
      if (!theirs) return;
      texts.value = { ...texts.value, [file]: theirs.text };
      revisions.set(file, theirs.revision);
      unsaved.delete(file);
      setConflict(file, null);
    },
    keepMine(file) {
      const theirs = conflicts.value.get(file);
      if (!theirs) return;
      revisions.set(file, theirs.revision);
      setConflict(file, null);
      unsaved.add(file);
      void flush();
    },
    keepEdited(file) {
      starterChanges.settle(file);
      unsaved.add(file);
      void flush();
    },
    flush,
  };
}
