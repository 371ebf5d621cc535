import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Documents } from './documents.ts';
import type { Problem } from './problems.ts';
import type { ProjectModels } from './project-models.ts';

/** What TypeScript knows of one workspace's files, loaded when somebody edits them. */
export interface Coding {
  /** Tells these files from those of the page's other workspaces. */
  readonly workspace: string;
  readonly documents: Documents;
  /** Null as long as TypeScript was not loaded. */
  readonly problems: ReadonlySignal<readonly Problem[] | null>;
  /** Rejects when the editor's code cannot be loaded; a later call tries again. */
  load(): Promise<ProjectModels>;
}

/** `packages` are npm packages whose types the files need. */
export function createCoding(workspace: string, documents: Documents, packages: readonly string[]): Coding {
  const problems = signal<readonly Problem[] | null>(null);
  let loading: Promise<ProjectModels> | null = null;

  async function load(): Promise<ProjectModels> {
    try {
      const { projectModels } = await import('./project-models.ts');
      const models = projectModels(workspace, documents, packages);
      effect(() => {
        problems.value = models.problems.value;
      });
      return models;
    } catch (error) {
      loading = null;
      throw error;
    }
  }

  return {
    workspace,
    documents,
    problems,
    load() {
      loading ??= load();
      return loading;
    },
  };
}
