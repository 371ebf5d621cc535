import { ControlLineDecoder, encodeControlLine } from '../lab/control-lines.ts';
import type { EdgeCommand, EdgeEvent } from '../lab/edge/protocol.ts';
import { type Booted, EDGE_PATH } from './boot.ts';
import { type Spawned, spawnNode } from './spawned.ts';

export interface EdgeProgram {
  /** The project's folder, relative to the machine's working directory. */
  readonly folder: string;
  readonly port: number;
  /** The port of the server behind it. */
  readonly upstream: number;
  readonly onEvent: (event: EdgeEvent) => void;
  /** What the edge says to the learner: a page's script that it could not strip, for one. */
  readonly onText: (text: string) => void;
}

/** The reverse proxy in front of a workspace's server. */
export interface EdgeProcess {
  readonly port: number;
  readonly upstream: number;
  /** Where the preview is, once the edge listens. May never resolve: look at `ended` as well. */
  readonly url: Promise<string>;
  readonly ended: Promise<number>;
  tell(command: EdgeCommand): void;
  kill(): Promise<number>;
}

export async function startEdge(
  { machine, ports, typescript }: Booted,
  { folder, port, upstream, onEvent, onText }: EdgeProgram,
): Promise<EdgeProcess> {
  const nonce = crypto.randomUUID();
  const decoder = new ControlLineDecoder(nonce);
  const waiting = new AbortController();
  const url = ports.opened(port, waiting.signal).then((opened) => opened.url);
  const spawned: Spawned = await spawnNode(machine, {
    args: [
      EDGE_PATH,
      ...['--control', nonce],
      ...['--listen', String(port)],
      ...['--root', folder],
      ...['--upstream', String(upstream)],
    ],
    env: typescript.env,
    onText: (chunk) => {
      const { messages, text } = decoder.push(chunk);
      for (const message of messages) if (isEdgeEvent(message)) onEvent(message);
      if (text !== '') onText(text);
    },
  });
  void spawned.ended.then(() => waiting.abort());
  return {
    port,
    upstream,
    url,
    ended: spawned.ended,
    tell: (command) => spawned.write(encodeControlLine(nonce, command)),
    kill: spawned.kill,
  };
}

const EVENT_TYPES: ReadonlySet<unknown> = new Set<EdgeEvent['type']>([
  'listening',
  'request',
  'response',
  'event',
  'comment',
  'retry',
  'close',
  'dropped',
]);

/** The nonce vouches for the sender; a terminal may echo commands, which are no events. */
function isEdgeEvent(message: unknown): message is EdgeEvent {
  return typeof message === 'object' && message !== null && 'type' in message && EVENT_TYPES.has(message.type);
}
