import { pathToFileURL } from 'node:url';
import type { ClientCommand, ClientState } from './client-protocol.ts';
import { followRunner, type OwnProgram } from './clock/follow.ts';
import { observeSources, ScriptedEventSource } from './scripted-event-source.ts';
import { seededRandom } from './seeded-random.ts';

const LOG_KEPT = 30;
const READY_STATES = ['CONNECTING', 'OPEN', 'CLOSED'];

interface Recorded {
  readonly source: ScriptedEventSource;
  readonly createdAt: number;
}

/** Imports a module by its URL. */
export type Importer = (url: string) => Promise<unknown>;

function program(now: () => number, importModule: Importer): OwnProgram {
  let statuses: string[] = [];
  let orders: unknown[] = [];
  let sources: Recorded[] = [];
  let log: string[] = [];
  let version = 0;
  const errors: string[] = [];
  let connect: unknown;
  let connection: unknown;

  const note = (text: string) => {
    version++;
    log = [...log, `${`+${Math.round(now())} ms`.padStart(10)}  ${text}`].slice(-LOG_KEPT);
  };
  const failed = (error: unknown) => {
    const whole = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // Where this program called it says nothing to the learner.
    const text = whole.replaceAll(/\n +at [^\n]*client-host\.cjs[^\n]*/g, '');
    errors.push(text);
    note(`! ${text.split('\n')[0]}`);
  };
  process.on('uncaughtException', failed);
  process.on('unhandledRejection', failed);

  observeSources({
    created(source) {
      sources.push({ source, createdAt: now() });
      note(`→ new EventSource('${source.url}')`);
    },
    closed: () => note('→ close()'),
  });
  const page = new EventTarget();
  Object.assign(globalThis, {
    EventSource: ScriptedEventSource,
    window: globalThis,
    location: new URL('http://localhost:8000/'),
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
  });
  Math.random = seededRandom(1);

  const newest = (): ScriptedEventSource | undefined => sources.at(-1)?.source;
  const drive = (text: string, act: (source: ScriptedEventSource) => void) => {
    const source = newest();
    if (!source) return;
    note(
      source.readyState === ScriptedEventSource.CLOSED ? `(${text}: not seen, the EventSource is closed)` : `← ${text}`,
    );
    act(source);
  };

  const perform = async (command: ClientCommand): Promise<void> => {
    switch (command.type) {
      case 'load': {
        const module: unknown = await importModule(pathToFileURL(command.file).href);
        connect = typeof module === 'object' && module !== null && 'connect' in module ? module.connect : undefined;
        if (typeof connect !== 'function') throw new Error('client.ts does not export a function called connect');
        return;
      }
      case 'connect':
        statuses = [];
        orders = [];
        sources = [];
        log = [];
        note(`→ connect({ url: '${command.url}', … })`);
        connection = typeof connect === 'function' ? connect(options(command.url)) : undefined;
        return;
      case 'close':
        if (!hasClose(connection)) throw new Error('connect() must return an object with a close() method');
        note('→ connection.close()');
        connection.close();
        return;
      case 'open':
        return drive('open', (source) => source.scriptOpen());
      case 'lose':
        return drive('error, readyState CONNECTING', (source) => source.scriptLose());
      case 'give-up':
        return drive('error, readyState CLOSED', (source) => source.scriptGiveUp());
      case 'event': {
        const { name, data, id } = command;
        return drive(`event: ${name}, data: ${data}`, (source) => source.scriptEvent(name, data, id));
      }
    }
  };

  const options = (url: string) => ({
    url,
    onStatus(status: unknown) {
      if (statuses.at(-1) === status) return;
      statuses.push(String(status));
      note(`  status: ${String(status)}`);
    },
    onOrder(order: unknown) {
      orders.push(order);
      note(`  order: ${JSON.stringify(order)}`);
    },
  });

  const report = (): ClientState => ({
    statuses,
    orders,
    sources: sources.map(({ source, createdAt }) => ({ url: source.url, createdAt, readyState: source.readyState })),
    log: [
      ...log,
      ...(newest() ? [`${''.padStart(10)}  readyState is ${READY_STATES[newest()?.readyState ?? 0]}`] : []),
    ],
    errors,
  });

  return {
    get version() {
      return version;
    },
    report,
    perform: (command) => perform(command as ClientCommand).catch(failed),
  };
}

function hasClose(value: unknown): value is { close(): void } {
  return typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function';
}

/**
 * Makes this process the one that holds a learner's client module: a browser page without a browser. `EventSource`
 * follows a script, the timers follow the runner's clock, and `Math.random` repeats itself from run to run.
 */
export function hostClient(importModule: Importer): void {
  followRunner((now) => program(now, importModule));
}
