import { keyNames } from '../workbench/keys.ts';

for (const place of document.querySelectorAll<HTMLElement>('[data-shortcut]')) {
  const keys = keyNames(place.dataset.shortcut ?? '').map((name) =>
    Object.assign(document.createElement('kbd'), { textContent: name }),
  );
  place.replaceChildren(...keys);
}

const sheet = document.querySelector<HTMLDialogElement>('#shortcuts');

function takesText(target: EventTarget | null): boolean {
  // Where the browser has EditContext, the editor's own element is none of the others.
  const fields = 'input, textarea, select, [contenteditable], .monaco-editor';
  return target instanceof Element && target.closest(fields) !== null;
}

document.addEventListener('keydown', (event) => {
  if (event.key !== '?' || event.ctrlKey || event.metaKey || takesText(event.target)) return;
  event.preventDefault();
  if (!document.querySelector('dialog[open]')) sheet?.showModal();
});
document.querySelector('.open-shortcuts')?.addEventListener('click', () => sheet?.showModal());
sheet?.addEventListener('click', (event) => {
  if (event.target === sheet) sheet.close();
});
