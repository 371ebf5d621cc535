import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { BootState, Session } from '../../playground/session/types.ts';

const session = signal<Session | null>(null);
const loadFailure = signal<BootState | null>(null);
let loading: Promise<Session | null> | null = null;

/** How far the page's one machine has come. */
export const boot: ReadonlySignal<BootState> = computed(
  () => loadFailure.value ?? session.value?.boot.value ?? { status: 'idle' },
);

function metadata(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
}

const fallbackKey = 'steady-stream embedded runtime';

/** Whether this site was built for another runtime than its own, and still uses that. */
export function canFallBack(): boolean {
  return metadata('runtime-origin') !== metadata('embedded-runtime-origin') && !hasFallenBack();
}

function hasFallenBack(): boolean {
  try {
    return sessionStorage.getItem(fallbackKey) !== null;
  } catch {
    return false;
  }
}

/** From the next load on, this tab uses the runtime that comes with the site. A page boots one runtime only. */
export function fallBack(): void {
  sessionStorage.setItem(fallbackKey, 'yes');
}

/** The page's session, loaded on first use. Null when its code could not be loaded: `boot` says so. */
export function loadSession(): Promise<Session | null> {
  loading ??= import('#session').then(
    ({ createSession }) => {
      session.value = createSession({
        runtimeOrigin: metadata(hasFallenBack() ? 'embedded-runtime-origin' : 'runtime-origin'),
        apiKey: (!hasFallenBack() && import.meta.env.PUBLIC_WEBCONTAINER_API_KEY) || null,
      });
      return session.value;
    },
    () => {
      loadFailure.value = {
        status: 'failed',
        reason: 'unreachable',
        title: 'The code that runs lessons could not be loaded.',
        advice: ['Check that this site’s server is still running, then retry.', 'Your edits are kept.'],
      };
      return null;
    },
  );
  return loading;
}

/** Boots the machine before it is asked for, when somebody is about to. A failure shows once they do ask. */
export function warmUp(): void {
  void loadSession().then((loaded) => loaded?.start());
}
