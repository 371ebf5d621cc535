import type { MissingFeature } from './browser-features.ts';
import type { BootFailure, BootState } from './types.ts';

export type FailedBoot = Extract<BootState, { status: 'failed' }>;

const KEPT = 'Your edits are kept.';

function failed(reason: BootFailure, title: string, ...advice: readonly string[]): FailedBoot {
  return { status: 'failed', reason, title, advice };
}

function isLoopback(origin: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(origin).hostname);
}

/** Nothing answers at the runtime's origin. */
export function unreachable(origin: string): FailedBoot {
  const title = `Nothing answers at ${origin}, where code runs.`;
  return isLoopback(origin)
    ? failed(
        'unreachable',
        title,
        'Look at the terminal where you started this site: `npm start` serves that address too and must keep running.',
        'If it runs, an extension, proxy or firewall may block the address: allow it.',
        `Then retry. ${KEPT}`,
      )
    : failed(
        'unreachable',
        title,
        'Check your internet connection.',
        'An ad blocker, proxy or firewall may block the address: allow it.',
        `Then retry. ${KEPT}`,
      );
}

/** The site itself no longer hands out the programs that run beside the learner's code. */
export function programsMissing(detail: string): FailedBoot {
  return failed(
    'unreachable',
    'This site did not deliver the programs that run beside your code.',
    `What happened: ${detail}.`,
    'Check that this site’s server is still running, and your connection to it.',
    `Then retry. ${KEPT}`,
  );
}

/** Something else answers at the runtime's origin. */
export function wrongAnswer(origin: string): FailedBoot {
  return failed(
    'wrong-answer',
    `Something answers at ${origin}, but it is not the runtime of this site.`,
    isLoopback(origin)
      ? 'Another program may use that port: stop it, then start this site again.'
      : 'The site may be set up with a wrong runtime address: tell whoever runs it.',
    `Then retry. ${KEPT}`,
  );
}

/** The runtime refused to start, and not for want of storage. */
export function refused(origin: string, detail: string): FailedBoot {
  return failed(
    'wrong-answer',
    `The runtime at ${origin} did not start.`,
    `It said: ${detail}`,
    'The site and its runtime may be of different versions: restart this site’s server, then reload the page.',
  );
}

export function unsupported(missing: MissingFeature): FailedBoot {
  switch (missing.kind) {
    case 'secure-page':
      return failed(
        'unsupported',
        'Code runs only in a secure page, and this address is none.',
        'Open the site with https, or on this computer with http://localhost and its port.',
      );
    case 'isolation':
      return failed(
        'unsupported',
        'This page is not cross-origin isolated, and the hosted runtime needs that.',
        'The site has to be built with an API key, and served with the headers COOP and COEP: tell whoever runs it.',
      );
    case 'feature':
      return failed(
        'unsupported',
        `This browser does not know ${missing.name}, which running code in a page needs.`,
        'Use a current Chrome, Edge, Firefox or Safari.',
      );
  }
}

/** The runtime's frame may not keep anything, so it has no service worker and can serve no preview. */
export function storageBlocked(origin: string): FailedBoot {
  return failed(
    'storage-blocked',
    `This browser does not let ${origin} keep data in this page, and nothing can run without.`,
    'Allow third-party cookies and site data for this site: look for an eye or a shield beside the address.',
    'In a private window, try an ordinary one. An extension that blocks cookies may need an exception.',
    `Then retry. ${KEPT}`,
  );
}

/** `detail` is the last thing that the runtime said; null when it was silent. */
export function timedOut(origin: string, detail: string | null): FailedBoot {
  return failed(
    'timeout',
    `The runtime at ${origin} answered, but was not ready in time.`,
    ...(detail === null ? [] : [`It said: ${detail}`]),
    `Retry: the page is reloaded. ${KEPT}`,
    'If it happens again, close other tabs that are busy, or restart the browser.',
  );
}
