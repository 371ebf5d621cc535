import { type CheckTools, defineChecks, type EventStream } from '#checks';

/** Two instances that share a Redis, behind the conf of the answer. */
async function start({ startRedis, startServer, startEdge }: CheckTools) {
  const redis = await startRedis();
  const env = { REDIS_URL: redis.url };
  const [first, second] = [
    { ...env, NAME: 'first' },
    { ...env, NAME: 'second' },
  ];
  const servers = { 3001: await startServer({ env: first }), 3002: await startServer({ env: second }) };
  return { redis, servers, edge: await startEdge({ file: 'nginx.conf', servers }) };
}

const port = async (stream: EventStream) => (await stream.nextEvent('hello', 1_000))?.data;

export default defineChecks([
  {
    id: 'proxy',
    title: 'A stream through the edge begins at once',
    section: 'x',
    hint: 'proxy_buffering off;',
    async run(tools) {
      const { edge } = await start(tools);
      const stream = edge.open('/events');
      tools.expect(await stream.firstByte(1_000), { that: 'the first event arrives', seen: 'nothing' }).toBe(true);
    },
  },
  {
    id: 'fan-out',
    title: 'An order reaches the clients of both instances',
    section: 'x',
    hint: 'Publish it, and write what the subscription brings.',
    async run(tools) {
      const { edge } = await start(tools);
      const { expect } = tools;
      const streams = [edge.open('/events'), edge.open('/events')];
      const ports = [];
      for (const stream of streams) ports.push(await port(stream));
      expect(new Set(ports).size, { that: 'they are on two instances', seen: 'they are on one' }).toBe(2);
      expect(await edge.request('POST', '/orders', { order: 7 }), 'POST /orders is accepted').toSucceed();
      for (const stream of streams) {
        const event = await stream.nextEvent('order', 1_000);
        expect(event?.data, { that: 'each stream brings the order', seen: String(event?.data) }).toBe('{"order":7}');
      }
    },
  },
  {
    id: 'heartbeats',
    title: 'Ten quiet minutes behind a proxy that gives up after 20 s',
    section: 'x',
    hint: 'A comment every 15 s.',
    async run(tools) {
      const { edge, servers } = await start(tools);
      const stream = edge.open('/events');
      await tools.clock.advance(10 * 60_000);
      tools.expect(stream, 'it is still open').toBeOpen();
      tools.expect(stream.comments.length, { that: '40 heartbeats', seen: `${stream.comments.length}` }).toBe(40);
      await servers[3001].kill();
      await servers[3002].kill();
      const end = await stream.ended(1_000);
      tools.expect(end, { that: 'it is cut when its server dies', seen: String(end) }).toBe('cut');
    },
  },
]);
