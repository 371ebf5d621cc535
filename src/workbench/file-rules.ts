/** A path inside a project, as in `server.ts` or `lib/frame.ts`: nothing hidden, nothing above it. */
const NAME = /^(?!node_modules(?:\/|$))[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)*$/;
const LONGEST_NAME = 100;
const MOST_FILES = 50;

/** What keeps these from being a project's files, as a part of a sentence; null for nothing. They may be a stranger's. */
export function fileProblem(files: readonly (readonly [name: string, text: unknown])[]): string | null {
  if (files.length > MOST_FILES) return `it has ${files.length} files, and ${MOST_FILES} is the limit`;
  for (const [name, text] of files) {
    if (name.length > LONGEST_NAME || !NAME.test(name)) return `“${name.slice(0, LONGEST_NAME)}” is no name for a file`;
    if (typeof text !== 'string') return `the text of ${name} is missing`;
  }
  return null;
}
