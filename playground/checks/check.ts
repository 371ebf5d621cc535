import type { Client } from './client.ts';
import type { Expect } from './expect.ts';
import type { CheckDescription } from './protocol.ts';
import type { Server } from './server.ts';

/** What a check works with. Everything that it starts is stopped when it ends. */
export interface CheckTools {
  /** Starts the learner's server in a fresh process and resolves once it listens. Call it again for a second instance. */
  startServer(): Promise<Server>;
  /** Loads the learner's `client.ts` in a fresh process with a scripted `EventSource` and virtual time. */
  loadClient(): Promise<Client>;
  readonly expect: Expect;
}

export interface Check extends CheckDescription {
  run(tools: CheckTools): Promise<void>;
}

/** The default export of an exercise's `checks.ts`. Throws when two checks share an id. */
export function defineChecks(checks: readonly Check[]): readonly Check[] {
  const ids = new Set<string>();
  for (const { id } of checks) {
    if (!/^[a-z][a-z0-9-]*$/.test(id)) throw new Error(`A check's id is lower case words with dashes, not “${id}”.`);
    if (ids.has(id)) throw new Error(`Two checks are called “${id}”.`);
    ids.add(id);
  }
  return checks;
}
