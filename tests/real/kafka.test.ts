import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Broker } from '#lab/log/broker.ts';

const broker = new Broker();
let kafka: Kafka;
let topics = 0;

beforeAll(async () => {
  const port = await broker.listen(0, '127.0.0.1');
  kafka = new Kafka({ clientId: 'test', brokers: [`127.0.0.1:${port}`], logLevel: logLevel.NOTHING });
});
afterAll(() => broker.close());

/** Every consumer runs its groups quickly: what takes seconds in production takes milliseconds here. */
const QUICK = { heartbeatInterval: 50, sessionTimeout: 6000, rebalanceTimeout: 3000, maxWaitTimeInMs: 100 };

async function newTopic(numPartitions: number): Promise<string> {
  const topic = `topic-${++topics}`;
  const admin = kafka.admin();
  await admin.connect();
  expect(await admin.createTopics({ topics: [{ topic, numPartitions }] })).toBe(true);
  await admin.disconnect();
  return topic;
}

async function newProducer(options: { readonly idempotent?: boolean } = {}) {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, ...options });
  await producer.connect();
  onTestFinished(() => producer.disconnect());
  return producer;
}

interface Received {
  readonly key: string | null;
  readonly value: string | null;
  readonly partition: number;
  readonly offset: number;
}

async function startConsumer(groupId: string, topic: string, fromBeginning = true) {
  const consumer = kafka.consumer({ groupId, ...QUICK });
  const received: Received[] = [];
  const assigned: number[][] = [];
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    assigned.push([...(payload.memberAssignment[topic] ?? [])].sort());
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning });
  await consumer.run({
    autoCommitInterval: 50,
    eachMessage: async ({ partition, message }) => {
      received.push({
        key: message.key?.toString() ?? null,
        value: message.value?.toString() ?? null,
        partition,
        offset: Number(message.offset),
      });
    },
  });
  let running = true;
  const stop = async () => {
    if (running) await consumer.disconnect();
    running = false;
  };
  onTestFinished(stop);
  return { consumer, received, assigned, stop };
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 10 });

const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `key-${(from + index) % 7}`, value: `${from + index}` }));

describe('kafkajs', () => {
  it('sends by key to partitions, and reads each partition in order from the beginning', async () => {
    const topic = await newTopic(3);
    const producer = await newProducer();
    const results = [];
    for (let sent = 0; sent < 60; sent += 20)
      results.push(await producer.send({ topic, messages: numbered(sent, 20) }));
    expect(results.flat().every(({ errorCode }) => errorCode === 0)).toBe(true);
    const { received } = await startConsumer('order', topic);
    await until(() => expect(received).toHaveLength(60));
    const partitionOf = new Map(received.map(({ key, partition }) => [key, partition]));
    expect(received.every(({ key, partition }) => partitionOf.get(key) === partition)).toBe(true);
    expect(new Set(partitionOf.values()).size).toBeGreaterThan(1);
    for (const partition of [0, 1, 2]) {
      const inPartition = received.filter((message) => message.partition === partition);
      expect(inPartition.map(({ offset }) => offset)).toEqual(inPartition.map((_, index) => index));
      const values = inPartition.map(({ value }) => Number(value));
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
  });

  it('hears of records as they come', async () => {
    const topic = await newTopic(1);
    const { received, assigned } = await startConsumer('live', topic, false);
    await until(() => expect(assigned).toHaveLength(1));
    const producer = await newProducer();
    await producer.send({
      topic,
      messages: [
        { value: 'größe', headers: { trace: 'x' } },
        { key: 'k', value: null },
      ],
    });
    await until(() => expect(received).toHaveLength(2));
    expect(received).toMatchObject([
      { key: null, value: 'größe', offset: 0 },
      { key: 'k', value: null, offset: 1 },
    ]);
  });

  it('shares the partitions among the consumers of a group, and gives them back when one leaves', async () => {
    const topic = await newTopic(4);
    const producer = await newProducer();
    const first = await startConsumer('shared', topic);
    await until(() => expect(first.assigned.at(-1)).toEqual([0, 1, 2, 3]));
    const second = await startConsumer('shared', topic);
    await until(() => {
      const both = [...(first.assigned.at(-1) ?? []), ...(second.assigned.at(-1) ?? [])];
      expect(both.sort()).toEqual([0, 1, 2, 3]);
      expect(second.assigned.at(-1)).toHaveLength(2);
    });
    const send = async (from: number) => {
      const messages = Array.from({ length: 40 }, (_, index) => ({ partition: index % 4, value: `${from + index}` }));
      await producer.send({ topic, messages });
    };
    await send(0);
    await until(() => expect(first.received.length + second.received.length).toBe(40));
    expect(first.received).toHaveLength(20);
    await first.stop();
    await until(() => expect(second.assigned.at(-1)).toEqual([0, 1, 2, 3]));
    await send(40);
    await until(() => expect(second.received).toHaveLength(60));
  });

  it('gives every group all records', async () => {
    const topic = await newTopic(2);
    const producer = await newProducer();
    await producer.send({ topic, messages: numbered(0, 10) });
    const [one, other] = [await startConsumer('fan-1', topic), await startConsumer('fan-2', topic)];
    await until(() => expect([one.received.length, other.received.length]).toEqual([10, 10]));
  });

  it('goes on behind the committed offset after a restart', async () => {
    const topic = await newTopic(1);
    const producer = await newProducer();
    await producer.send({ topic, messages: numbered(0, 5) });
    const before = await startConsumer('restarted', topic);
    await until(() => expect(before.received).toHaveLength(5));
    await before.stop();
    await producer.send({ topic, messages: numbered(5, 3) });
    const after = await startConsumer('restarted', topic);
    await until(() => expect(after.received).toHaveLength(3));
    expect(after.received.map(({ value }) => value)).toEqual(['5', '6', '7']);
    const admin = kafka.admin();
    await admin.connect();
    onTestFinished(() => admin.disconnect());
    await until(async () => {
      const [offsets] = await admin.fetchOffsets({ groupId: 'restarted', topics: [topic] });
      expect(offsets?.partitions).toMatchObject([{ partition: 0, offset: '8' }]);
    });
    expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ partition: 0, low: '0', high: '8' }]);
  });

  it('seeks', async () => {
    const topic = await newTopic(1);
    const producer = await newProducer();
    await producer.send({ topic, messages: numbered(0, 10) });
    const { consumer, received } = await startConsumer('seeking', topic);
    await until(() => expect(received).toHaveLength(10));
    consumer.seek({ topic, partition: 0, offset: '7' });
    await until(() => expect(received.slice(10).map(({ value }) => value)).toEqual(['7', '8', '9']));
  });

  it('finds the offset of a time', async () => {
    const topic = await newTopic(1);
    const producer = await newProducer();
    for (const timestamp of [1000, 2000, 3000]) {
      await producer.send({ topic, messages: [{ value: `${timestamp}`, timestamp: String(timestamp) }] });
    }
    const admin = kafka.admin();
    await admin.connect();
    onTestFinished(() => admin.disconnect());
    expect(await admin.fetchTopicOffsetsByTimestamp(topic, 1500)).toEqual([{ partition: 0, offset: '1' }]);
    expect(await admin.fetchTopicOffsetsByTimestamp(topic, 9000)).toEqual([{ partition: 0, offset: '3' }]);
  });

  it('compresses, and sends as an idempotent producer', async () => {
    const topic = await newTopic(1);
    const producer = await newProducer({ idempotent: true });
    const compression = 1;
    for (let sent = 0; sent < 3; sent++) await producer.send({ topic, compression, messages: numbered(sent * 10, 10) });
    const { received } = await startConsumer('compressed', topic);
    await until(() => expect(received.map(({ value }) => value)).toEqual(numbered(0, 30).map(({ value }) => value)));
  });

  it('makes a topic by using it, and manages topics', async () => {
    const producer = await newProducer();
    await producer.send({ topic: 'made-by-use', messages: [{ value: 'x' }] });
    const admin = kafka.admin();
    await admin.connect();
    onTestFinished(() => admin.disconnect());
    expect(await admin.listTopics()).toContain('made-by-use');
    expect(await admin.createTopics({ topics: [{ topic: 'made-by-use' }] })).toBe(false);
    await expect(admin.createTopics({ topics: [{ topic: 'bad name' }] })).rejects.toThrow('error');
    await admin.deleteTopics({ topics: ['made-by-use'] });
    expect(await admin.listTopics()).not.toContain('made-by-use');
  });

  it('takes over from a consumer that is not heard of any more', async () => {
    const topic = await newTopic(2);
    const lost = kafka.consumer({ groupId: 'vanishing', ...QUICK, sessionTimeout: 1000 });
    await lost.connect();
    await lost.subscribe({ topic });
    const joined = new Promise((resolve) => lost.on(lost.events.GROUP_JOIN, resolve));
    let release = () => {};
    // Busy with its first message: it neither polls nor sends heartbeats.
    const busy = new Promise<void>((resolve) => {
      release = resolve;
    });
    await lost.run({ eachMessage: () => busy });
    onTestFinished(async () => {
      release();
      await lost.disconnect();
    });
    await joined;
    const producer = await newProducer();
    await producer.send({ topic, messages: [0, 1].map((partition) => ({ partition, value: 'x' })) });
    const heir = await startConsumer('vanishing', topic);
    await until(() => expect(heir.assigned.at(-1)).toEqual([0, 1]));
    await until(() => expect(heir.received).toHaveLength(2));
  });
});
