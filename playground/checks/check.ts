import type { Client } from './client.ts';
import type { Clock } from './clock/clock.ts';
import type { Edge, EdgeOptions } from './edge.ts';
import type { Expect } from './expect.ts';
import type { FetchClient } from './fetch-client.ts';
import type { CheckDescription } from './protocol.ts';
import type { Redis } from './redis.ts';
import type { Server } from './server.ts';

/** How a server is started. */
export interface StartOptions {
  /** On top of the runner's own environment and `PORT`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another program than the exercise's. */
  readonly entry?: string;
}

/**
 * What a check works with. Everything that it starts is stopped when it ends. Time is virtual: it passes while a check
 * waits for something that does not come, and in `clock.advance`. A tool that a run cannot offer, because the server is
 * somebody else's, throws Unavailable: the check is then skipped, with the reason.
 */
export interface CheckTools {
  /**
   * Starts the learner's server in a fresh process, in a fresh copy of the folder, and resolves once it listens. Call it
   * again for a second instance.
   */
  startServer(options?: StartOptions): Promise<Server>;
  /** Loads the learner's `client.ts` in a fresh process with a scripted `EventSource`. */
  loadClient(): Promise<Client>;
  /** The same with a scripted `fetch`; `name` is the function that the module exports. */
  loadFetchClient(name: string): Promise<FetchClient>;
  /** Starts the edge with an `nginx.conf`: a proxy in front of servers. */
  startEdge(options: EdgeOptions): Promise<Edge>;
  /** Starts an empty Redis; give its `url` to servers in their `env`. */
  startRedis(): Promise<Redis>;
  readonly clock: Clock;
  readonly expect: Expect;
}

export interface Check extends CheckDescription {
  /** The server is of no use to other checks after it. Only where all have the same server does that matter: it runs last there. */
  readonly endsServer?: true;
  run(tools: CheckTools): Promise<unknown>;
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
