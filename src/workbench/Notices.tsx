import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Documents } from './documents.ts';

/** Files that another tab changed: nothing is overwritten until the reader says so. */
export function ConflictNotice({ documents }: { readonly documents: Documents }) {
  return [...documents.conflicts.value.keys()].map((file) => (
    <div key={file} class="notice" role="alert">
      <p>
        <strong>{file}</strong> was edited in another tab. Edits to it are not saved here until you choose.
      </p>
      <button type="button" class="button" onClick={() => documents.loadTheirs(file)}>
        Load it
      </button>
      <button type="button" class="button" onClick={() => documents.keepMine(file)}>
        Keep mine
      </button>
    </div>
  ));
}

/** Said once the browser refuses to keep edits. */
export function StorageNotice({ documents }: { readonly documents: Documents }) {
  const storage = documents.storage.value;
  if (storage !== 'blocked' && storage !== 'full') return null;
  return (
    <div class="notice" role="status">
      <p>
        <strong>Edits are not kept.</strong>{' '}
        {storage === 'full' ? 'This browser has no room left for the site' : 'This browser blocks storage for the site'}
        : everything works, but a reload brings the last saved files back. Download or share what you want to keep.
      </p>
    </div>
  );
}

export interface UndoOffer {
  readonly message: string;
  readonly undo: () => void;
}

const offerMs = 12_000;

/** What was just done, with a way back. It goes by itself; the menu still has it then. */
export function UndoToast({ offer }: { readonly offer: Signal<UndoOffer | null> }) {
  const current = offer.value;
  const over = useSignal<UndoOffer | null>(null);
  useEffect(() => {
    if (!current) return;
    const timer = setTimeout(() => {
      over.value = current;
    }, offerMs);
    return () => clearTimeout(timer);
  }, [current, over]);
  return (
    <div class="toast-place" role="status">
      {current && current !== over.value && (
        <div class="toast">
          {current.message}
          <button type="button" class="link-button" onClick={current.undo}>
            Undo
          </button>
        </div>
      )}
    </div>
  );
}
