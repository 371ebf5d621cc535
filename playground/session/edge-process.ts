import { ControlLineDecoder, encodeControlLine } from '../lab/control-lines.ts';
import type { EdgeCommand, EdgeEvent } from '../lab/edge/protocol.ts';
import type { Booted } from './boot.ts';
import { InPieces } from './in-pieces.ts';
import { type Spawned, spawnNode } from './spawned.ts';

/** What an edge is told to be. Paths are relative to the machine's working directory. */
export type EdgeSource =
  /** The page's own: it serves the files in `folder`, and the server behind it, on the port `upstream`, has the rest. */
  | { readonly folder: string; readonly upstream: number }
  /** What the project's own `nginx.conf` says. */
  | { readonly conf: string };

export interface EdgeProgram {
  readonly source: EdgeSource;
  /** Where it listens. A conf says so itself. */
  readonly port: number;
  readonly onEvent: (event: EdgeEvent) => void;
  /** What the edge says to the learner: a page's script that it could not strip, for one. */
  readonly onText: (text: string) => void;
}

/** The reverse proxy in front of a workspace's servers. */
export interface EdgeProcess {
  readonly port: number;
  readonly source: EdgeSource;
  /** Where the preview is, once the edge listens. May never resolve: look at `ended` as well. */
  readonly url: Promise<string>;
  readonly ended: Promise<number>;
  tell(command: EdgeCommand): void;
  kill(): Promise<number>;
}

export async function startEdge(
  { machine, ports, typescript, lab }: Booted,
  { source, port, onEvent, onText }: EdgeProgram,
): Promise<EdgeProcess> {
  const nonce = crypto.randomUUID();
  const decoder = new ControlLineDecoder(nonce);
  const printed = new InPieces((piece) => {
    const { messages, text } = decoder.push(piece);
    for (const message of messages) if (isEdgeEvent(message)) onEvent(message);
    if (text !== '') onText(text);
  });
  const waiting = new AbortController();
  const url = ports.opened(port, waiting.signal).then((opened) => opened.url);
  const place =
    'conf' in source
      ? ['-c', source.conf]
      : ['--listen', String(port), '--root', source.folder, '--upstream', String(source.upstream)];
  const spawned: Spawned = await spawnNode(machine, {
    args: [await lab.program('edge'), '--control', nonce, ...place],
    env: typescript.env,
    onText: (chunk) => printed.push(chunk),
  });
  void spawned.ended.then(() => waiting.abort());
  return {
    port,
    source,
    url,
    ended: spawned.ended,
    tell: (command) => spawned.write(encodeControlLine(nonce, command)),
    kill: spawned.kill,
  };
}

/** The nonce vouches for the sender; a terminal may echo commands, which are no events: they have no time. */
function isEdgeEvent(message: unknown): message is EdgeEvent {
  return typeof message === 'object' && message !== null && 'type' in message && 'at' in message;
}
