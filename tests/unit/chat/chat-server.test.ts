import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type ChatOptions, ChatServer } from '#lab/chat/chat-server.ts';
import { parseClientMessage } from '#lab/chat/protocol.ts';

async function startChat(options: ChatOptions = {}) {
  const server = new ChatServer(options);
  const port = await server.listen(0, '127.0.0.1');
  onTestFinished(() => server.close());
  return { server, port };
}

async function open(port: number, path = '/') {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  const heard: unknown[] = [];
  socket.on('message', (data) => heard.push(path === '/echo' ? String(data) : JSON.parse(String(data))));
  await once(socket, 'open');
  onTestFinished(() => socket.terminate());
  const say = (message: unknown) => socket.send(JSON.stringify(message));
  return { socket, heard, say };
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 5 });

describe('the chat', () => {
  it('tells everybody in a room what is said there, and nobody else', async () => {
    const { port } = await startChat();
    const [ann, bob, eve] = [await open(port), await open(port), await open(port)];
    ann.say({ type: 'join', room: 'one', name: 'Ann' });
    await until(() => expect(ann.heard).toEqual([{ type: 'welcome', room: 'one', members: ['Ann'] }]));
    bob.say({ type: 'join', room: 'one', name: 'Bob' });
    eve.say({ type: 'join', room: 'two', name: 'Eve' });
    await until(() => expect(eve.heard).toHaveLength(1));
    await until(() => expect(bob.heard).toEqual([{ type: 'welcome', room: 'one', members: ['Ann', 'Bob'] }]));
    ann.say({ type: 'say', text: 'größe' });
    const said = { type: 'said', id: 1, name: 'Ann', text: 'größe', sentAt: expect.any(Number) };
    await until(() => expect(bob.heard.at(-1)).toEqual(said));
    await until(() => expect(ann.heard.slice(1)).toEqual([{ type: 'joined', name: 'Bob' }, said]));
    bob.socket.terminate();
    await until(() => expect(ann.heard.at(-1)).toEqual({ type: 'left', name: 'Bob' }));
    expect(eve.heard).toHaveLength(1);
  });

  it('moves a member from room to room', async () => {
    const { port } = await startChat();
    const [ann, bob] = [await open(port), await open(port)];
    bob.say({ type: 'join', room: 'one', name: 'Bob' });
    await until(() => expect(bob.heard).toHaveLength(1));
    ann.say({ type: 'join', room: 'one', name: 'Ann' });
    ann.say({ type: 'join', room: 'two', name: 'Ann' });
    ann.say({ type: 'leave' });
    ann.say({ type: 'say', text: 'x' });
    await until(() => expect(ann.heard.at(-1)).toEqual({ type: 'error', reason: 'Join a room first.' }));
    expect(bob.heard.slice(1)).toEqual([
      { type: 'joined', name: 'Ann' },
      { type: 'left', name: 'Ann' },
    ]);
  });

  it.each([
    ['no JSON', 'A message must be JSON.'],
    ['[]', '“type” must be “join”, “say” or “leave”.'],
    ['null', 'A message must be a JSON object.'],
    ['{"type":"shout"}', '“type” must be “join”, “say” or “leave”.'],
    ['{"type":"join","room":"","name":"x"}', '“room” must be a text of 1 to 40 characters.'],
    ['{"type":"say","text":5}', '“text” must be a text of 1 to 4000 characters.'],
  ])('says what is wrong with %s', (text, reason) => {
    expect(() => parseClientMessage(text)).toThrow(reason);
  });

  it('takes text only', async () => {
    const { port } = await startChat();
    const { socket } = await open(port);
    socket.send(Buffer.from([1, 2]));
    const [code]: unknown[] = await once(socket, 'close');
    expect(code).toBe(1003);
  });
});

describe('the connection', () => {
  it('echoes on /echo', async () => {
    const { port } = await startChat();
    const { socket, heard } = await open(port, '/echo');
    socket.send('text');
    socket.send(Buffer.from('bytes'));
    await until(() => expect(heard).toEqual(['text', 'bytes']));
  });

  it('ends when a peer answers no ping', async () => {
    const { port } = await startChat({ pingInterval: 60 });
    const [answering, silent] = [await open(port), new WebSocket(`ws://127.0.0.1:${port}/`, { autoPong: false })];
    onTestFinished(() => silent.terminate());
    const [code]: unknown[] = await once(silent, 'close');
    expect(code).toBe(1006);
    expect(answering.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('ends when a peer does not read', async () => {
    const { port } = await startChat({ mostWaiting: 100_000 });
    const [talker, reader] = [await open(port), await open(port)];
    talker.say({ type: 'join', room: 'r', name: 'talker' });
    reader.say({ type: 'join', room: 'r', name: 'reader' });
    await until(() => expect(reader.heard).toHaveLength(1));
    reader.socket.pause();
    const text = 'x'.repeat(4000);
    const timer = setInterval(() => {
      for (let count = 0; count < 50; count++) talker.say({ type: 'say', text });
    }, 5);
    onTestFinished(() => clearInterval(timer));
    const left = { type: 'left', name: 'reader' };
    await vi.waitFor(() => expect(talker.heard).toContainEqual(left), { timeout: 20_000, interval: 100 });
  }, 30_000);

  it('refuses plain HTTP with 426', async () => {
    const { port } = await startChat();
    const response = await fetch(`http://127.0.0.1:${port}/`);
    expect(response.status).toBe(426);
  });

  it('ends with 1001 when the server stops, even for a peer that says nothing', async () => {
    const { server, port } = await startChat();
    const [polite, rude] = [await open(port), connect({ host: '127.0.0.1', port })];
    rude.write(
      'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
    );
    await once(rude, 'data');
    const closed = once(polite.socket, 'close');
    await server.close();
    const [code]: unknown[] = await closed;
    expect(code).toBe(1001);
  });
});
