import type { ClientState, SourceCommand } from './client-protocol.ts';
import type { PageLog } from './page-log.ts';
import { observeSources, ScriptedEventSource } from './scripted-event-source.ts';

const READY_STATES = ['CONNECTING', 'OPEN', 'CLOSED'];

interface Recorded {
  readonly source: ScriptedEventSource;
  readonly createdAt: number;
}

/** A page whose `EventSource` follows a script, around a module that exports `connect`. */
export class SourcePage {
  readonly #log: PageLog;
  readonly #connect: (options: object) => unknown;
  #statuses: string[] = [];
  #orders: unknown[] = [];
  #sources: Recorded[] = [];
  #connection: unknown;

  constructor(log: PageLog, connect: (options: object) => unknown) {
    this.#log = log;
    this.#connect = connect;
  }

  /** Puts the scripted `EventSource` in place of the global one. What the module makes of it is told to `page()`. */
  static install(log: PageLog, page: () => SourcePage | null): void {
    observeSources({
      created(source) {
        page()?.add(source);
        log.note(`→ new EventSource('${source.url}')`);
      },
      closed: () => log.note('→ close()'),
    });
    Object.assign(globalThis, { EventSource: ScriptedEventSource });
  }

  add(source: ScriptedEventSource): void {
    this.#sources.push({ source, createdAt: this.#log.now });
  }

  perform(command: SourceCommand): void {
    switch (command.type) {
      case 'connect':
        this.#statuses = [];
        this.#orders = [];
        this.#sources = [];
        this.#log.clear();
        this.#log.note(`→ connect({ url: '${command.url}', … })`);
        this.#connection = this.#connect(this.#options(command.url));
        return;
      case 'close':
        if (!hasClose(this.#connection)) throw new Error('connect() must return an object with a close() method');
        this.#log.note('→ connection.close()');
        this.#connection.close();
        return;
      case 'open':
        return this.#drive('open', (source) => source.scriptOpen());
      case 'lose':
        return this.#drive('error, readyState CONNECTING', (source) => source.scriptLose());
      case 'give-up':
        return this.#drive('error, readyState CLOSED', (source) => source.scriptGiveUp());
      case 'event': {
        const { name, data, id } = command;
        return this.#drive(`event: ${name}, data: ${data}`, (source) => source.scriptEvent(name, data, id));
      }
    }
  }

  report(): ClientState {
    const newest = this.#sources.at(-1)?.source;
    return {
      statuses: this.#statuses,
      orders: this.#orders,
      sources: this.#sources.map(({ source, createdAt }) => ({
        url: source.url,
        createdAt,
        readyState: source.readyState,
      })),
      log: [
        ...this.#log.lines,
        ...(newest ? [`${''.padStart(10)}  readyState is ${READY_STATES[newest.readyState]}`] : []),
      ],
      errors: this.#log.errors,
    };
  }

  #drive(text: string, act: (source: ScriptedEventSource) => void): void {
    const source = this.#sources.at(-1)?.source;
    if (!source) return;
    this.#log.note(
      source.readyState === ScriptedEventSource.CLOSED ? `(${text}: not seen, the EventSource is closed)` : `← ${text}`,
    );
    act(source);
  }

  #options(url: string): object {
    return {
      url,
      onStatus: (status: unknown) => {
        if (this.#statuses.at(-1) === status) return;
        this.#statuses.push(String(status));
        this.#log.note(`  status: ${String(status)}`);
      },
      onOrder: (order: unknown) => {
        this.#orders.push(order);
        this.#log.note(`  order: ${JSON.stringify(order)}`);
      },
    };
  }
}

function hasClose(value: unknown): value is { close(): void } {
  return typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function';
}
