/// <reference lib="webworker" />
declare const self: ServiceWorkerGlobalScope;

/** How often it is seen whether those who wait for answers are still there, in milliseconds. */
const INTERVAL = 400;

interface Watched {
  readonly clientId: string;
  readonly gone: () => void;
  missed: boolean;
}

const watched = new Set<Watched>();
let timer: ReturnType<typeof setInterval> | undefined;

/**
 * Calls `gone` once the page or Worker has gone. Of an answer that flows to a page, browsers tell that by themselves; not
 * of one that has not begun, and Firefox not of a Worker's.
 *
 * @returns how to watch no longer
 */
export function watchClient(clientId: string, gone: () => void): () => void {
  const entry: Watched = { clientId, gone, missed: false };
  if (clientId !== '') watched.add(entry);
  timer ??= setInterval(look, INTERVAL);
  return () => {
    watched.delete(entry);
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function look(): void {
  for (const entry of watched) {
    // A client that still loads is waited for: nobody may wait with it.
    void self.clients.get(entry.clientId).then((client) => {
      if (!client && entry.missed && watched.has(entry)) entry.gone();
      entry.missed = !client;
    });
  }
}
