import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, Script, Step } from './redis-script.ts';

/** What came over each connection after one step, in bytes. */
export type Received = Readonly<Record<Connection, string>>;

/** Nothing more comes, we take it, after so many milliseconds of silence. */
const SILENCE = 12;
/** How long a reply may take. */
const PATIENCE = 3000;

class Peer {
  received = '';
  closed = false;
  lastAt = 0;
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1');
      this.lastAt = performance.now();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
      this.lastAt = performance.now();
    });
  }

  send(bytes: string): void {
    this.#socket.write(Buffer.from(bytes, 'latin1'));
  }

  close(): void {
    this.#socket.destroy();
  }

  /** What came since the last look. */
  get news(): string {
    return this.received + (this.closed ? '<closed>' : '');
  }

  take(): string {
    const taken = this.news;
    this.received = '';
    return taken;
  }
}

function encodeCommand(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
}

async function settled(peers: readonly Peer[], replier: Peer | null, expected: number | null, alone: boolean) {
  const startedAt = performance.now();
  const deadline = startedAt + PATIENCE;
  const answered = () => replier === null || replier.received !== '' || replier.closed;
  while (performance.now() < deadline && !answered()) await turn();
  const total = () => peers.reduce((sum, peer) => sum + peer.news.length, 0);
  // When as many bytes came as from the other server, or nobody else can be told anything, silence needs less proof.
  const needed = () => {
    if (expected !== null) return total() < expected ? SILENCE * 10 : 1;
    return alone && replier ? 2 : SILENCE;
  };
  const silence = () => performance.now() - Math.max(startedAt, ...peers.map((peer) => peer.lastAt));
  while (performance.now() < deadline && silence() < needed()) await turn();
}

/** A pause, not a spin: the servers need the processor. */
const turn = () => sleep(1);

interface Expectation {
  /** How many bytes the other server sent; null for the first one. */
  readonly length: number | null;
  /** Whether the script has one connection, so that every byte is part of a reply. */
  readonly alone: boolean;
}

async function perform(
  step: Step,
  peers: Readonly<Record<Connection, Peer>>,
  { length, alone }: Expectation,
): Promise<void> {
  const all = Object.values(peers);
  switch (step.kind) {
    case 'sleep':
      return sleep(step.milliseconds);
    case 'close':
      peers[step.connection].close();
      return settled(all, null, length, alone);
    case 'raw':
      peers.a.send(step.bytes);
      return settled(all, null, length, alone);
    case 'command': {
      const peer = peers[step.connection];
      peer.send(encodeCommand(step.words));
      if (!step.quick) return settled(all, step.waits || peer.closed ? null : peer, length, alone);
      while (peer.received === '') await new Promise(setImmediate);
    }
  }
}

/** Runs a script against a server that has no keys. Returns what came after each step. */
export async function runScript(
  port: number,
  script: Script,
  protocol: 2 | 3,
  reference: readonly Received[] | null,
): Promise<readonly Received[]> {
  const open = async () => {
    const socket = connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    const peer = new Peer(socket);
    peer.send(encodeCommand(['FLUSHALL']) + encodeCommand(['HELLO', String(protocol)]));
    while (!peer.closed && !/modules\r\n\*0\r\n$/.test(peer.received)) await turn();
    peer.take();
    return peer;
  };
  const peers = { a: await open(), b: await open(), c: await open() };
  const alone = script.steps.every((step) => step.kind === 'command' && step.connection === 'a');
  const transcript: Received[] = [];
  for (const [index, step] of script.steps.entries()) {
    const other = reference?.[index];
    await perform(step, peers, { length: other ? other.a.length + other.b.length + other.c.length : null, alone });
    transcript.push({ a: peers.a.take(), b: peers.b.take(), c: peers.c.take() });
  }
  for (const peer of Object.values(peers)) peer.close();
  return transcript;
}
