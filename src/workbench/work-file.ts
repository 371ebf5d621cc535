import type { FileToSave, Kept, Progress, Visit } from './course-store.ts';
import { fileProblem } from './file-rules.ts';

/** Everything that a browser keeps of the course, as one file. */
export interface Work extends Kept {
  readonly exportedAt: Date;
}

const FORMAT = 'steady-stream work';
/** What this site writes; it reads the older ones too. */
const VERSION = 1;

/** Says why a file cannot be imported: a sentence for the reader. */
export class WorkFileError extends Error {}

export function writeWork({ exportedAt, files, progress, visits }: Work): string {
  const kept = files.map(({ lesson, file, text, base }) => ({ lesson, file, text, base }));
  const value = {
    format: FORMAT,
    version: VERSION,
    exportedAt: exportedAt.toISOString(),
    files: kept,
    progress,
    visits,
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A lesson's name, or `playground/<template>`. */
const LESSON = /^[a-z0-9][\w-]*(?:\/[a-z0-9][\w-]*)?$/;

function readList<Item>(value: unknown, name: string, read: (fields: Fields, place: string) => Item): Item[] {
  if (!Array.isArray(value)) throw new WorkFileError(`The file is incomplete: it has no list of ${name}.`);
  return value.map((each: unknown, index) => {
    const place = `${name}[${index}]`;
    if (!isFields(each)) throw new WorkFileError(`The file is damaged: ${place} is no object.`);
    if (typeof each.lesson !== 'string' || !LESSON.test(each.lesson)) {
      throw new WorkFileError(`The file is damaged: ${place} names no lesson.`);
    }
    return read(each, place);
  });
}

function readFile({ lesson, file, text, base }: Fields, place: string): FileToSave {
  const wrong = (what: string) => new WorkFileError(`The file is damaged: in ${place}, ${what}.`);
  if (typeof file !== 'string') throw wrong('the name of the file is missing');
  const problem = fileProblem([[file, text]]);
  if (problem !== null || typeof text !== 'string') throw wrong(problem ?? 'the text is missing');
  if (base !== null && typeof base !== 'string') throw wrong('the base is neither a text nor null');
  return { lesson: String(lesson), file, text, base };
}

function readProgress({ lesson, solvedAt }: Fields, place: string): Progress {
  if (typeof solvedAt !== 'number' || !Number.isFinite(solvedAt)) {
    throw new WorkFileError(`The file is damaged: ${place} does not say when.`);
  }
  return { lesson: String(lesson), solvedAt };
}

function readVisit({ lesson, section, visitedAt }: Fields, place: string): Visit {
  if (typeof visitedAt !== 'number' || !Number.isFinite(visitedAt)) {
    throw new WorkFileError(`The file is damaged: ${place} does not say when.`);
  }
  const visit = { lesson: String(lesson), visitedAt };
  if (section === null) return { ...visit, section };
  if (!isFields(section) || typeof section.id !== 'string' || typeof section.title !== 'string') {
    throw new WorkFileError(`The file is damaged: ${place} does not say where.`);
  }
  return { ...visit, section: { id: section.id, title: section.title } };
}

/** Reads what {@link writeWork} wrote. Throws a {@link WorkFileError} for anything else. */
export function readWork(source: string): Work {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new WorkFileError(`This is no file of the course, or it was cut: it is no JSON (${reason}).`);
  }
  if (!isFields(value) || value.format !== FORMAT) {
    throw new WorkFileError('This is JSON, but not a file that this page has exported.');
  }
  if (typeof value.version !== 'number' || value.version < 1) {
    throw new WorkFileError('The file is damaged: it does not say which version it has.');
  }
  if (value.version > VERSION) {
    throw new WorkFileError('The file was exported by a newer version of this site. Reload the page, and try again.');
  }
  const exportedAt = new Date(typeof value.exportedAt === 'string' ? value.exportedAt : '');
  if (Number.isNaN(exportedAt.getTime()))
    throw new WorkFileError('The file is damaged: it does not say when it is from.');
  const files = readList(value.files, 'files', readFile);
  const progress = readList(value.progress, 'progress', readProgress);
  // Files from before there were visits have no list of them.
  const visits = value.visits === undefined ? [] : readList(value.visits, 'visits', readVisit);
  return { exportedAt, files, progress, visits };
}

/** What an import would do. */
export interface ImportPlan {
  /** Files that have another text here: it would be gone. */
  readonly replaced: readonly FileToSave[];
  readonly added: readonly FileToSave[];
  readonly unchanged: readonly FileToSave[];
  /** Lessons that were not solved here yet. */
  readonly solved: readonly Progress[];
}

export function planImport(wanted: Work, here: Pick<Work, 'files' | 'progress'>): ImportPlan {
  const key = ({ lesson, file }: FileToSave) => `${lesson} ${file}`;
  const texts = new Map(here.files.map((file) => [key(file), file.text]));
  const solved = new Set(here.progress.map(({ lesson }) => lesson));
  const known = (file: FileToSave) => texts.has(key(file));
  const same = (file: FileToSave) => texts.get(key(file)) === file.text;
  return {
    replaced: wanted.files.filter((file) => known(file) && !same(file)),
    added: wanted.files.filter((file) => !known(file)),
    unchanged: wanted.files.filter(same),
    solved: wanted.progress.filter(({ lesson }) => !solved.has(lesson)),
  };
}
