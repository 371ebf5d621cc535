import { useEffect, useRef, useState } from 'preact/hooks';
import { onTabMessage, tellTabs } from './course-channel.ts';
import { type FileToSave, type Kept, putAll, readAll } from './course-store.ts';
import { offerFile } from './offer-file.ts';
import { type ImportPlan, planImport, readWork, type Work, WorkFileError, writeWork } from './work-file.ts';

interface Props {
  /** What lessons and templates are called, by where their edits are kept. */
  readonly titles: Readonly<Record<string, string>>;
}

interface Review {
  readonly name: string;
  readonly work: Work;
  readonly plan: ImportPlan;
}

/** In bytes: more than anybody types. */
const LARGEST_IMPORT = 50 * 1024 * 1024;

/** A file's name as a reader knows it: experiments and copies are kept in folders. */
function describeFile(file: string): string {
  const [, kind, name, rest] = /^(experiments|links)\/([^/]+)\/(.+)$/.exec(file) ?? [];
  if (kind === undefined) return file;
  return kind === 'links' ? `${rest} (from a link)` : `${rest} (experiment ${name})`;
}

function byLesson(files: readonly FileToSave[]): [lesson: string, files: readonly FileToSave[]][] {
  return Object.entries(Object.groupBy(files, ({ lesson }) => lesson)).map(([lesson, own]) => [lesson, own ?? []]);
}

/** No full stop after them: one ends with a question mark. */
function titlesOf(lessons: readonly { readonly lesson: string }[], titles: Props['titles']): string {
  return lessons.map(({ lesson }) => titles[lesson] ?? lesson).join(', ');
}

function FileList({ files, titles }: { files: readonly FileToSave[]; titles: Props['titles'] }) {
  return (
    <ul>
      {byLesson(files).map(([lesson, own]) => (
        <li key={lesson}>
          <strong>{titles[lesson] ?? lesson}</strong>: {own.map(({ file }) => describeFile(file)).join(', ')}
        </li>
      ))}
    </ul>
  );
}

function Counted({ count, files }: { count: number; files: string }) {
  return (
    <>
      {count} {count === 1 ? 'file' : 'files'} {files}
    </>
  );
}

function ReviewOf({ review, titles }: { review: Review; titles: Props['titles'] }) {
  const { replaced, added, unchanged, solved } = review.plan;
  return (
    <>
      <p>
        {review.name} was exported on {review.work.exportedAt.toLocaleString()}.
      </p>
      {replaced.length > 0 && (
        <div class="work-replaced">
          <p>
            <Counted count={replaced.length} files="would be replaced. What they say here now would be gone:" />
          </p>
          <FileList files={replaced} titles={titles} />
        </div>
      )}
      {added.length > 0 && (
        <>
          <p>
            <Counted count={added.length} files="would be added:" />
          </p>
          <FileList files={added} titles={titles} />
        </>
      )}
      {unchanged.length > 0 && (
        <p>
          <Counted count={unchanged.length} files="would stay: they are the same here." />
        </p>
      )}
      {solved.length > 0 && <p>Solved there, and not yet here: {titlesOf(solved, titles)}</p>}
    </>
  );
}

/** Everything that this browser keeps: to look at, to take away, and to bring back. */
export function YourWork({ titles }: Props) {
  const [here, setHere] = useState<Kept | 'blocked' | null>(null);
  const [review, setReview] = useState<Review | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);

  const look = () => readAll().then(setHere, () => setHere('blocked'));
  useEffect(() => {
    void look();
    return onTabMessage(() => void look());
  }, []);

  function exportAll(kept: Kept) {
    const exportedAt = new Date();
    const name = `steady-stream-work-${exportedAt.toISOString().slice(0, 10)}.json`;
    offerFile(name, new Blob([writeWork({ exportedAt, ...kept })], { type: 'application/json' }));
  }

  async function open(file: File) {
    setProblem(null);
    setReview(null);
    setDone(null);
    try {
      if (file.size > LARGEST_IMPORT) throw new WorkFileError('The file is larger than any that this page exports.');
      const work = readWork(await file.text());
      setReview({ name: file.name, work, plan: planImport(work, await readAll()) });
    } catch (error) {
      const reason = error instanceof WorkFileError ? error.message : 'The file could not be read.';
      setProblem(`${reason} Nothing was changed.`);
    }
    if (input.current) input.current.value = '';
  }

  async function importAll({ plan, work }: Review) {
    try {
      const stored = await putAll({ ...work, files: [...plan.replaced, ...plan.added] });
      for (const file of stored) tellTabs({ type: 'saved', file });
      for (const { lesson } of plan.solved) tellTabs({ type: 'solved', lesson });
      dispatchEvent(new CustomEvent('course-progress'));
      setDone(`Imported: ${stored.length} ${stored.length === 1 ? 'file' : 'files'}.`);
      setReview(null);
    } catch {
      setProblem('This browser has no room for it, or blocks storage. Nothing was changed.');
    }
    await look();
  }

  if (here === null) return <p class="work-state">Looking…</p>;
  if (here === 'blocked') {
    return (
      <p class="notice" role="alert">
        This browser blocks storage for the site: nothing is kept, so there is nothing to export, and no place to import
        to.
      </p>
    );
  }
  const empty = here.files.length === 0 && here.progress.length === 0 && here.visits.length === 0;
  return (
    <>
      <section class="work-part" aria-labelledby="work-here">
        <h2 id="work-here">In this browser</h2>
        {here.files.length === 0 && (
          <p>No edits yet. What you change in lessons and in the playground shows up here.</p>
        )}
        {here.files.length > 0 && <FileList files={here.files} titles={titles} />}
        {here.progress.length > 0 && <p>Solved: {titlesOf(here.progress, titles)}</p>}
        {here.visits.length > 0 && <p>Your place in: {titlesOf(here.visits, titles)}</p>}
        <button type="button" class="button button-go" disabled={empty} onClick={() => exportAll(here)}>
          Export everything
        </button>
      </section>
      <section class="work-part" aria-labelledby="work-import">
        <h2 id="work-import">Import</h2>
        <p>Choose a file that this page exported, here or on another computer. You see what it would do first.</p>
        <label class="work-file">
          <span>File to import</span>
          <input
            ref={input}
            type="file"
            accept="application/json,.json"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0];
              if (file) void open(file);
            }}
          />
        </label>
        {problem && (
          <p class="notice notice-bad" role="alert">
            {problem}
          </p>
        )}
        <div role="status">
          {done && <p>{done}</p>}
          {review && (
            <div class="work-review">
              <ReviewOf review={review} titles={titles} />
              <div class="work-buttons">
                <button type="button" class="button button-go" onClick={() => void importAll(review)}>
                  Import
                </button>
                <button type="button" class="button" onClick={() => setReview(null)}>
                  Cancel
                </button>
              </div>
            </div>
          )}
        </div>
      </section>
    </>
  );
}
