import { createServer, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { Kafka, logLevel, Partitioners } from 'kafkajs';

const TOPIC = 'bids';
const PARTITIONS = 2;

interface Bid {
  partition: number;
  offset: number;
  data: string;
}

/** The offset that comes next in each partition: `0:41,1:17` in an id. */
type Cursor = number[];

const port = Number(process.env.PORT ?? 3000);
const kafka = new Kafka({ clientId: `instance-${port}`, brokers: ['localhost:9092'], logLevel: logLevel.NOTHING });
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
// A group for each instance: within one group the partitions would be shared out.
const consumer = kafka.consumer({ groupId: `instance-${port}-${Date.now()}`, maxWaitTimeInMs: 100 });

const streams = new Map<ServerResponse, Cursor>();
/** What was read, for those who come back. Offsets decide what they get, not the order here. */
const kept: Bid[] = [];

function send(response: ServerResponse, cursor: Cursor, { partition, offset, data }: Bid): void {
  if (offset < (cursor[partition] ?? 0)) return;
  cursor[partition] = offset + 1;
  const id = cursor.map((next, index) => `${index}:${next}`).join(',');
  response.write(`id: ${id}\ndata: ${data}\n\n`);
}

/** `0:41,1:17` as [41, 17]; from the beginning without one. */
function parseCursor(text: string): Cursor {
  const cursor: Cursor = Array.from({ length: PARTITIONS }, () => 0);
  for (const [, partition, next] of text.matchAll(/(\d+):(\d+)/g)) cursor[Number(partition)] = Number(next);
  return cursor;
}

const admin = kafka.admin();
await admin.connect();
await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: PARTITIONS }] });
await admin.disconnect();
await Promise.all([producer.connect(), consumer.connect()]);
await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ partition, message }) => {
    const bid = { partition, offset: Number(message.offset), data: message.value?.toString() ?? '' };
    kept.push(bid);
    for (const [response, cursor] of streams) send(response, cursor, bid);
  },
});

createServer(async (request, response) => {
  if (request.url === '/bids') {
    const bid = await json(request);
    // The same lot, the same partition: its bids stay in order.
    const key = typeof bid === 'object' && bid !== null && 'lot' in bid ? String(bid.lot) : null;
    await producer.send({ topic: TOPIC, messages: [{ key, value: JSON.stringify(bid) }] });
    response.writeHead(202).end();
    return;
  }
  if (request.url !== '/events') return response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write(`retry: 1000\nevent: hello\ndata: ${port === 3001 ? 'instance 1' : 'instance 2'}\n\n`);
  const cursor = parseCursor(String(request.headers['last-event-id'] ?? ''));
  for (const bid of kept) send(response, cursor, bid);
  streams.set(response, cursor);
  response.on('close', () => streams.delete(response));
}).listen(port);
