import { existsSync } from 'node:fs';
import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Copies of the answer's folder, so that no run sees what another has written. */
export class AnswerFolders {
  /** The answer itself. */
  readonly source: string;
  readonly #scratch: string;
  #made = 0;

  private constructor(source: string, scratch: string) {
    this.source = source;
    this.#scratch = scratch;
  }

  /** `scratch` is an empty folder. The copies find the packages that the answer finds. */
  static async open(source: string, scratch: string): Promise<AnswerFolders> {
    const packages = nearestPackages(source);
    if (packages && !scratch.startsWith(dirname(packages))) await bring(packages, join(scratch, 'node_modules'));
    return new AnswerFolders(source, scratch);
  }

  /** A new copy. */
  async copy(): Promise<string> {
    const folder = join(this.#scratch, `run-${++this.#made}`);
    await mkdir(folder);
    await this.refresh(folder);
    return folder;
  }

  /** Makes `folder` what the answer was, whatever a program has done to it. */
  async refresh(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
    await cp(this.source, folder, { recursive: true, filter: (from) => !from.includes('node_modules') });
  }
}

/** A link to the packages; where there are no links, as on the machine, they are few and bundled: a copy. */
async function bring(packages: string, place: string): Promise<void> {
  await symlink(packages, place).catch(() => cp(packages, place, { recursive: true }));
}

/** The `node_modules` that programs in the folder `from` find first; null without one. */
export function nearestPackages(from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const packages = join(folder, 'node_modules');
    if (existsSync(packages)) return packages;
    if (folder === dirname(folder)) return null;
  }
}
