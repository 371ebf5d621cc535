import { reportAddress, reportText } from '../course/report.ts';

const dialog = document.querySelector<HTMLDialogElement>('#report');
const field = dialog?.querySelector('textarea');
const done = dialog?.querySelector('[data-report-done]');
const lesson = dialog?.dataset.lesson ?? '';

function open(): void {
  if (!dialog || !field || !done) return;
  const text = reportText({
    lesson,
    page: location.href,
    section: document.querySelector('.sidebar-section[aria-current]')?.textContent ?? null,
    quote: getSelection()?.toString() ?? '',
    browser: navigator.userAgent,
  });
  // What somebody has written is theirs, until the page is left.
  if (field.value === '') field.value = text;
  done.textContent = '';
  document.querySelector<HTMLElement>('.sidebar')?.hidePopover();
  dialog.showModal();
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

async function copy(): Promise<void> {
  if (!field || !done) return;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    done.textContent = 'Copied.';
  } catch {
    done.textContent = 'This browser does not let the page copy: the text is selected, copy it yourself.';
  }
}

for (const button of document.querySelectorAll('[data-report]')) button.addEventListener('click', open);
dialog?.querySelector('[data-report-copy]')?.addEventListener('click', () => void copy());
dialog?.addEventListener('click', (event) => {
  if (event.target === dialog) dialog.close();
});

const send = dialog?.querySelector<HTMLAnchorElement>('[data-report-send]');
send?.addEventListener('click', () => {
  const target = dialog?.dataset.target;
  if (target && field) send.href = reportAddress(target, lesson, field.value);
});
