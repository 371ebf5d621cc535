import type { Signal } from '@preact/signals';
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
  if (documents.storage.value !== 'blocked') return null;
  return (
    <div class="notice" role="status">
      <p>
        <strong>Edits are not kept.</strong> This browser blocks storage for the site or has no room left: everything
        works, but a reload brings the last saved files back.
      </p>
    </div>
  );
}

export interface UndoOffer {
  readonly message: string;
  readonly undo: () => void;
}

const offerMs = 12_000;

/** What was just done, with a way back. */
export function UndoToast({ offer }: { readonly offer: Signal<UndoOffer | null> }) {
  const current = offer.value;
  useEffect(() => {
    if (!current) return;
    const timer = setTimeout(() => {
      offer.value = null;
    }, offerMs);
    return () => clearTimeout(timer);
  }, [current, offer]);
  return (
    <div class="toast-place" role="status">
      {current && (
        <div class="toast">
          {current.message}
          <button
            type="button"
            class="link-button"
            onClick={() => {
              current.undo();
              offer.value = null;
            }}
          >
            Undo
          </button>
        </div>
      )}
    </div>
  );
}
