import type { FileSystemTree } from '@webcontainer/api';
import type { Machine } from './machine.ts';
import type { ProjectFiles } from './types.ts';

/** Files by their path as the tree that `mount` takes, below `folder`; an empty one is the working directory. */
export function fileTree(folder: string, files: ProjectFiles): FileSystemTree {
  const root: FileSystemTree = {};
  for (const [path, contents] of Object.entries(files)) {
    const names = `${folder}/${path}`.split('/').filter((step) => step !== '');
    const name = names.pop() ?? '';
    let tree = root;
    for (const step of names) {
      const entry = tree[step];
      if (entry && 'directory' in entry) tree = entry.directory;
      else {
        const directory: FileSystemTree = {};
        tree[step] = { directory };
        tree = directory;
      }
    }
    tree[name] = { file: { contents } };
  }
  return root;
}

/** A folder on the machine that holds a project's files and nothing older. */
export class ProjectFolder {
  /** Relative to the machine's working directory. */
  readonly path: string;
  readonly #machine: Machine;
  #written: ProjectFiles | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(machine: Machine, path: string) {
    this.#machine = machine;
    this.path = path;
  }

  /** Makes the folder hold exactly `files`. One call waits for the one before. */
  write(files: ProjectFiles): Promise<void> {
    const written = this.#last.then(() => this.#write(files));
    this.#last = written.catch(() => {});
    return written;
  }

  async #write(files: ProjectFiles): Promise<void> {
    const before = this.#written;
    this.#written = { ...files };
    if (before === null) return this.#machine.mount(fileTree(this.path, files));
    // Gone first: a file may have become a folder of the same name.
    for (const name of Object.keys(before)) {
      if (!Object.hasOwn(files, name)) await this.#machine.fs.rm(`${this.path}/${name}`, { force: true });
    }
    for (const [name, text] of Object.entries(files)) {
      if (before[name] === text) continue;
      const path = `${this.path}/${name}`;
      if (name.includes('/')) await this.#machine.fs.mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true });
      await this.#machine.fs.writeFile(path, text);
    }
  }
}
