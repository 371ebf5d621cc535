import { type Signal, signal } from '@preact/signals';
import type { ProjectFiles } from '../../playground/session/types.ts';
import { colouredLines } from './StaticCode.tsx';
import { reloadScreen } from './screen.ts';
import { carriesCode, decodeFragment, ShareError } from './share-link.ts';
import type { LessonFiles } from './source-file.ts';

/** Code that came with the page's address. It is somebody else's: nothing of the reader's own is touched. */
export interface Copy {
  /** Where its edits are kept, beside the reader's own files of the lesson. */
  readonly folder: string;
  readonly files: ProjectFiles;
}

export type CodeLink =
  /** The server's page, and the first moment in a browser: nobody knows yet. */
  | { readonly status: 'unknown' }
  | { readonly status: 'none' }
  | { readonly status: 'reading' }
  | { readonly status: 'broken'; readonly reason: string }
  | { readonly status: 'copy'; readonly copy: Copy }
  /** The reader went back to the own code, or wants `adopt` to be it. */
  | { readonly status: 'left'; readonly adopt: ProjectFiles | null };

async function readCopy(hash: string): Promise<CodeLink> {
  try {
    const files = await decodeFragment(hash);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(hash)));
    const name = [...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return { status: 'copy', copy: { folder: `links/${name}/`, files } };
  } catch (error) {
    const reason = error instanceof ShareError ? error.message : 'This browser could not read the code in the link.';
    return { status: 'broken', reason };
  }
}

function dropFragment(): void {
  history.replaceState(history.state, '', location.pathname + location.search);
}

/** What the page's address says about code, from one page load to the next. */
export class CodeLinkReader {
  readonly state: Signal<CodeLink> = signal({ status: 'unknown' });
  #hash = '';

  /** Reads the address, in a browser. Returns how to let go. */
  connect(): () => void {
    this.#hash = location.hash;
    if (carriesCode(this.#hash)) {
      this.state.value = { status: 'reading' };
      void readCopy(this.#hash).then((link) => {
        this.state.value = link;
      });
    } else this.state.value = { status: 'none' };
    const follow = () => this.#follow();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }

  /** Back to the reader's own code, with `adopt` in its place where that was asked for. */
  leave(adopt: ProjectFiles | null = null): void {
    dropFragment();
    this.#hash = '';
    this.state.value = { status: 'left', adopt };
  }

  #follow(): void {
    if (carriesCode(location.hash)) {
      if (location.hash !== this.#hash) void reloadScreen(null);
    } else if (this.state.peek().status === 'copy') {
      // A link within the text was followed: a reload still has to find the code.
      history.replaceState(history.state, '', this.#hash);
    }
  }
}

/** The lesson with a link's files in place of its own: in its order, then the ones that it does not have. */
export function withCopy(lesson: LessonFiles, { files }: Copy): LessonFiles {
  const own = lesson.files.map((file) => {
    const text = files[file.name];
    return text === undefined ? file : { name: file.name, text, html: colouredLines(text, file) };
  });
  const names = new Set(lesson.files.map(({ name }) => name));
  const others = Object.entries(files).filter(([name]) => !names.has(name));
  return {
    ...lesson,
    files: [...own, ...others.map(([name, text]) => ({ name, text, html: colouredLines(text, undefined) }))],
  };
}
