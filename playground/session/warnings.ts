/** A failure that the runtime's page reports: `@webcontainer/api` only logs it and waits on. */
export interface Warning {
  readonly text: string;
  /** The browser lets that page keep nothing, so it has no service worker. */
  readonly aboutStorage: boolean;
}

export interface WarningWatch {
  /** May never come. */
  readonly first: Promise<Warning>;
  /** What was said last; null in silence. */
  readonly last: string | null;
  stop(): void;
}

/** Firefox and Safari throw a SecurityError; Chromium a NotSupportedError, because “the user denied permission”. */
const REFUSED_STORAGE = /SecurityError|denied permission/;

/** Listens for what the runtime's page, and nobody else, posts to this one while it boots. */
export function watchWarnings(origin: string): WarningWatch {
  let resolveFirst: (warning: Warning) => void = () => {};
  let last: string | null = null;
  const first = new Promise<Warning>((resolve) => {
    resolveFirst = resolve;
  });
  const onMessage = (event: MessageEvent<unknown>) => {
    if (event.origin !== origin) return;
    const text = errorText(event.data);
    if (text === null) return;
    last = text;
    resolveFirst({ text, aboutStorage: REFUSED_STORAGE.test(text) });
  };
  addEventListener('message', onMessage);
  return {
    first,
    get last() {
      return last;
    },
    stop: () => removeEventListener('message', onMessage),
  };
}

function errorText(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  if (!('type' in data) || data.type !== 'warning' || !('level' in data) || data.level !== 'error') return null;
  return 'message' in data && typeof data.message === 'string' ? data.message : 'nothing in particular';
}
