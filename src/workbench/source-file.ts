import type { RunPlan } from '../../playground/checks/run-process.ts';

/** A file of a workspace as the page's HTML carries it. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  /** The text as highlighted lines, made when the site was built. */
  readonly html: string;
  /** The exercise needs it as it is. */
  readonly readOnly?: boolean;
}

export interface LessonFiles {
  /** A playground's has neither checks nor a solution. */
  readonly kind: 'lesson' | 'playground';
  /** Where edits are kept: the lesson's name in its address, `playground/<template>` for a playground. */
  readonly slug: string;
  readonly title: string;
  readonly files: readonly SourceFile[];
  /** False where the exercise has these files and no others. */
  readonly newFiles?: boolean;
  /** Run as `node <entry>`. */
  readonly entry: string;
  /** What Run starts; null for the entry alone. */
  readonly plan: RunPlan | null;
}

/** The text of each file by its name. */
export function textsOf(files: readonly SourceFile[]): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map((file) => [file.name, file.text]));
}
