import type { LabPrograms } from './lab-programs.ts';
import type { Machine } from './machine.ts';
import { fileTree } from './project-folder.ts';

/** Puts the lab's programs and npm packages on the machine, each when it is first wanted. */
export class MachineLab {
  readonly #machine: Machine;
  readonly #programs: LabPrograms;
  readonly #mounted = new Map<string, Promise<void>>();

  constructor(machine: Machine, programs: LabPrograms) {
    this.#machine = machine;
    this.#programs = programs;
  }

  /** A bundled program by its name: where it is, relative to the machine's working directory. */
  async program(name: string): Promise<string> {
    const file = `.lab/${name}.cjs`;
    await this.#once(file, async () => ({ [file]: await this.#programs.text(`/lab/${name}.js`) }));
    return file;
  }

  /** Resolves once every program in the project's folder can import these. */
  async packages(names: readonly string[]): Promise<void> {
    await Promise.all(
      names.map((name) => {
        const folder = `node_modules/${name}`;
        return this.#once(folder, async () => ({
          [`${folder}/package.json`]: `${JSON.stringify({ name, type: 'commonjs', exports: './index.js' })}\n`,
          [`${folder}/index.js`]: await this.#programs.text(`/lab/packages/${name}.js`),
        }));
      }),
    );
  }

  #once(what: string, files: () => Promise<Record<string, string>>): Promise<void> {
    const known = this.#mounted.get(what);
    if (known) return known;
    const mounted = files().then((tree) => this.#machine.mount(fileTree('', tree)));
    this.#mounted.set(what, mounted);
    mounted.catch(() => this.#mounted.delete(what));
    return mounted;
  }
}
