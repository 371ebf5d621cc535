import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Kafka, logLevel, Partitioners } from 'kafkajs';

// kafkajs 2.2.4 asks for timeouts in the past, of which Node 24 warns with the number of its process.
process.emitWarning = () => {};

const server = spawn(process.execPath, ['log.cjs', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const [line] = await once(createInterface({ input: server.stdout }), 'line');
const broker = line.slice(line.indexOf(' on ') + 4);
const kafka = new Kafka({ clientId: 'orders', brokers: [broker], logLevel: logLevel.NOTHING });

const admin = kafka.admin();
await admin.connect();
console.log(await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 3 }] }));
console.log(await admin.listTopics());

const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
await producer.connect();
const messages = Array.from({ length: 12 }, (_, index) => ({
  key: `customer-${index % 4}`,
  value: JSON.stringify({ order: index, city: 'Köln' }),
  headers: { trace: `t${index}` },
}));
for (const { topicName, partition, errorCode, baseOffset } of await producer.send({ topic: 'orders', messages })) {
  console.log(topicName, partition, errorCode, baseOffset);
}

/** Reads all of a group's share until `count` have come. */
async function read(groupId, count) {
  const consumer = kafka.consumer({ groupId, heartbeatInterval: 100, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic: 'orders', fromBeginning: true });
  const seen = [];
  await new Promise((resolve) => {
    void consumer.run({
      eachMessage: async ({ partition, message }) => {
        seen.push([partition, Number(message.offset), String(message.key), String(message.headers.trace)].join(' '));
        if (seen.length === count) resolve();
      },
    });
  });
  await consumer.disconnect();
  return seen.sort();
}

console.log((await read('bridge', 12)).join('\n'));
await producer.send({ topic: 'orders', messages: [{ key: 'customer-1', value: 'late', headers: { trace: 'last' } }] });
// It goes on behind what it has read; another group has it all.
console.log(await read('bridge', 1));
console.log((await read('audit', 13)).length);
for (const { partition, offset } of (await admin.fetchTopicOffsets('orders')).sort(
  (a, b) => a.partition - b.partition,
)) {
  console.log(partition, offset);
}

await producer.disconnect();
await admin.disconnect();
server.kill();
await once(server, 'exit');
console.log('ended');
