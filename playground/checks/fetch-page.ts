import type { FetchCommand, FetchState, Outcome } from './client-protocol.ts';
import type { PageLog } from './page-log.ts';
import { type ScriptedRequest, scriptedFetch } from './scripted-fetch.ts';
import { showBytes } from './wire-log.ts';

/** A page whose `fetch` follows a script, around a module with a function that uses it. */
export class FetchPage {
  readonly #log: PageLog;
  readonly #function: (options: object) => unknown;
  readonly #name: string;
  #requests: ScriptedRequest[] = [];
  #calls: Record<string, unknown[]> = {};
  #outcome: Outcome = { state: 'pending' };
  #abort = new AbortController();

  constructor(log: PageLog, name: string, callee: (options: object) => unknown) {
    this.#log = log;
    this.#name = name;
    this.#function = callee;
  }

  /** Puts the scripted `fetch` in place of the global one. What the module makes of it is told to `page()`. */
  static install(log: PageLog, base: URL, page: () => FetchPage | null): void {
    const observer = {
      created(request: ScriptedRequest) {
        page()?.add(request);
        const { method, url } = request.state;
        log.note(`→ fetch ${method} ${url.replace(base.origin, '')}`);
      },
      left: (request: ScriptedRequest) => log.note(`→ the request is ${request.state.phase}`),
    };
    Object.assign(globalThis, { fetch: scriptedFetch(observer, base, () => log.now) });
  }

  add(request: ScriptedRequest): void {
    this.#requests.push(request);
  }

  perform(command: FetchCommand): void {
    switch (command.type) {
      case 'call':
        return this.#call(command.options, command.callbacks);
      case 'abort':
        this.#log.note('→ controller.abort()');
        this.#abort.abort();
        return;
      case 'answer': {
        const headers = Object.entries(command.headers).map(([name, value]) => ` · ${name}: ${value}`);
        return this.#drive(`${command.status}${headers.join('')}`, (request) =>
          request.answer(command.status, command.headers),
        );
      }
      case 'bytes': {
        const bytes = Uint8Array.from(command.bytes, (character) => character.charCodeAt(0));
        const { size } = command;
        const pieces = Math.ceil(bytes.length / size);
        return this.#drive(`${showBytes(bytes)}${pieces > 1 ? ` in ${pieces} pieces` : ''}`, (request) => {
          for (let at = 0; at < bytes.length; at += size) request.bytes(bytes.slice(at, at + size));
        });
      }
      case 'end':
        return this.#drive('end of the response', (request) => request.end());
      case 'cut':
        return this.#drive('connection lost in the middle of the response', (request) => request.cut());
      case 'fail':
        return this.#drive('no answer: a network error', (request) => request.fail());
    }
  }

  /** Resolves once the bodies are known that were sent: browsers read a Blob in another thread. */
  async settled(): Promise<void> {
    await Promise.all(this.#requests.map(({ bodyRead }) => bodyRead));
  }

  report(): FetchState {
    return {
      requests: this.#requests.map(({ state }) => state),
      calls: this.#calls,
      outcome: this.#outcome,
      log: this.#log.lines,
      errors: this.#log.errors,
    };
  }

  #call(options: Readonly<Record<string, unknown>>, callbacks: readonly string[]): void {
    this.#requests = [];
    this.#calls = Object.fromEntries(callbacks.map((name) => [name, []]));
    this.#outcome = { state: 'pending' };
    this.#abort = new AbortController();
    this.#log.clear();
    this.#log.note(`→ ${this.#name}(${JSON.stringify(options)})`);
    const calls = this.#calls;
    const settle = (outcome: Outcome, text: string) => {
      // A call of before may settle late.
      if (calls !== this.#calls) return;
      this.#outcome = outcome;
      this.#log.note(`  ${text}`);
    };
    const notes = callbacks.map((name) => [
      name,
      (value: unknown) => {
        calls[name]?.push(value);
        this.#log.note(`  ${name}(${JSON.stringify(value)})`);
      },
    ]);
    const returned = this.#function({ ...options, ...Object.fromEntries(notes), signal: this.#abort.signal });
    if (!(returned instanceof Promise)) throw new Error(`${this.#name}() must return a promise`);
    returned.then(
      (value: unknown) => settle({ state: 'resolved', value: plain(value) }, `resolves: ${JSON.stringify(value)}`),
      (error: unknown) => settle({ state: 'rejected', error: plainError(error) }, `rejects: ${String(error)}`),
    );
  }

  #drive(text: string, act: (request: ScriptedRequest) => void): void {
    const request = this.#requests.at(-1);
    if (!request) return;
    const { phase } = request.state;
    this.#log.note(
      phase === 'waiting' || phase === 'answered' ? `← ${text}` : `(${text}: not seen, the request is ${phase})`,
    );
    act(request);
  }
}

/** What can go to another process: JSON. */
function plain(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value) ?? 'null');
}

function plainError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: 'none', message: String(error) };
  // Of own members only those that JSON knows, and what every error has.
  const members = Object.entries(error).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return { ...Object.fromEntries(members), name: error.name, message: error.message };
}
