const name = /^[A-Za-z0-9][\w-]*(?:\.[\w-]+)*\.(?:[mc]?[jt]s|json|html|css|conf|txt|md|ya?ml)$/;
const longestName = 40;
const mostFiles = 50;

/** Whether a file can be one that a reader added. They lie beside the lesson's own, in no folder. */
export function canBeAdded(file: string): boolean {
  return file.length <= longestName && name.test(file);
}

/** Why no file of this name can be added to `files`, as a sentence; null where it can. */
export function newFileProblem(file: string, files: readonly string[]): string | null {
  if (files.length >= mostFiles) return `There are ${mostFiles} files already.`;
  if (files.some((each) => each.toLowerCase() === file.toLowerCase())) return `There is a ${file} already.`;
  if (!canBeAdded(file))
    return 'A name like store.ts: letters and digits, and an ending such as ts, js, json, html, css or conf.';
  return null;
}
