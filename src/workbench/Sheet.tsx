import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface Props {
  readonly title: string;
  /** A class beside `sheet`. */
  readonly class?: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A modal dialog with a title and a way out; open as long as it is there. */
export function Sheet({ title, class: kind = '', onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class={`sheet ${kind}`} aria-labelledby={id} onClose={onClose}>
      <div class="sheet-head">
        <h2 id={id}>{title}</h2>
        <form method="dialog">
          <button type="submit" class="button">
            Close
          </button>
        </form>
      </div>
      {children}
    </dialog>
  );
}
