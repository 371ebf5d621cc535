import { pathToFileURL } from 'node:url';
import type { ClientCommand, LoadCommand } from './client-protocol.ts';
import { followRunner, type OwnProgram } from './clock/follow.ts';
import { FetchPage } from './fetch-page.ts';
import { PageLog } from './page-log.ts';
import { SourcePage } from './source-page.ts';

/** Imports a module by its URL. */
export type Importer = (url: string) => Promise<unknown>;

function program(now: () => number, importModule: Importer): OwnProgram {
  const log = new PageLog(now);
  let sourcePage: SourcePage | null = null;
  let fetchPage: FetchPage | null = null;
  const failed = (error: unknown) => log.failed(error);
  process.on('uncaughtException', failed);
  process.on('unhandledRejection', failed);

  const location = new URL('http://localhost:8000/');
  const events = new EventTarget();
  Object.assign(globalThis, {
    window: globalThis,
    location,
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
  });

  const load = async ({ page, file, name }: LoadCommand): Promise<void> => {
    if (page === 'fetch') FetchPage.install(log, location, () => fetchPage);
    else SourcePage.install(log, () => sourcePage);
    const exported = memberOf(await importModule(pathToFileURL(file).href), name);
    if (typeof exported !== 'function') throw new Error(`client.ts does not export a function called ${name}`);
    const call = (options: object): unknown => exported(options);
    if (page === 'fetch') fetchPage = new FetchPage(log, name, call);
    else sourcePage = new SourcePage(log, call);
  };

  const perform = async (command: ClientCommand): Promise<void> => {
    switch (command.type) {
      case 'load':
        return load(command);
      case 'connect':
      case 'close':
      case 'open':
      case 'lose':
      case 'give-up':
      case 'event':
        return sourcePage?.perform(command);
      default:
        return fetchPage?.perform(command);
    }
  };

  return {
    get version() {
      return log.version;
    },
    settled: async () => fetchPage?.settled(),
    report: () => (fetchPage ?? sourcePage)?.report() ?? { log: log.lines, errors: log.errors },
    perform: (command) => perform(command as ClientCommand).catch(failed),
  };
}

function memberOf(module: unknown, name: string): unknown {
  return typeof module === 'object' && module !== null ? Reflect.get(module, name) : undefined;
}

/**
 * Makes this process the one that holds a learner's client module: a browser page without a browser. `EventSource` or
 * `fetch` follows a script, and the timers follow the runner's clock.
 */
export function hostClient(importModule: Importer): void {
  followRunner((now) => program(now, importModule));
}
