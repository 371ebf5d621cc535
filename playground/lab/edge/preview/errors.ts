import type { PreviewNews } from './post.ts';

/** An error's message and stack, places named as files of the project. Runs in the preview page, as its own source. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const folder = new URL('.', document.baseURI).href;
  const heading = `${error.name}: ${error.message}`;
  const stack = error.stack ?? '';
  // Chromium heads the stack with the message, Firefox does not.
  const frames = stack.startsWith(heading) ? stack.slice(heading.length) : `\n${stack.replace(/^(?=.)/gm, '    at ')}`;
  return `${heading}${frames}`.replaceAll(folder, '').trimEnd();
}

/** Tells the framing page what nobody caught. Runs in the preview page, as its own source. */
export function reportErrors(post: (news: PreviewNews) => void, describe: (error: unknown) => string): void {
  const folder = new URL('.', document.baseURI).href;

  const place = (event: ErrorEvent) => {
    const file = event.filename.replace(folder, '').replace(/[?#].*$/, '');
    return file === '' ? '' : ` (${file}:${event.lineno}:${event.colno})`;
  };

  // Captured: the error of a script or an image that did not load does not bubble.
  const onError = (event: Event) => {
    if (event instanceof ErrorEvent) {
      const stack = event.error instanceof Error ? describe(event.error).split('\n').slice(1).join('\n') : '';
      post({ type: 'error', text: `${event.message}${place(event)}${stack === '' ? '' : `\n${stack}`}` });
      return;
    }
    const { target } = event;
    if (target instanceof HTMLScriptElement || target instanceof HTMLImageElement) {
      post({ type: 'error', text: `Could not load ${target.src.replace(folder, '')}` });
    } else if (target instanceof HTMLLinkElement) {
      post({ type: 'error', text: `Could not load ${target.href.replace(folder, '')}` });
    }
  };
  window.addEventListener('error', onError, { capture: true });
  window.addEventListener('unhandledrejection', (event) => {
    post({ type: 'error', text: `Unhandled promise rejection: ${describe(event.reason)}` });
  });
}
