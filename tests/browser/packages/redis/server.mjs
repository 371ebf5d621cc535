import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createClient, ErrorReply } from 'redis';

const server = spawn(process.execPath, ['redis.cjs', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const [line] = await once(createInterface({ input: server.stdout }), 'line');
const url = `redis://${line.slice(line.indexOf(' on ') + 4)}`;
const connect = async () => {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on('error', () => {});
  return client.connect();
};
const client = await connect();

console.log(await client.ping(), await client.set('name', 'Ää'), await client.get('name'), await client.get('none'));
console.log(await client.incr('n'), await client.incrBy('n', 41), await client.del(['n', 'none']));
console.log(await client.set('locked', 'a', { condition: 'NX', expiration: { type: 'PX', value: 50_000 } }));
console.log(await client.set('locked', 'b', { condition: 'NX' }), (await client.pTTL('locked')) > 0);
const [one, two] = await client.multi().set('in', 'both').append('in', '!').execAsPipeline();
console.log(one, two, await client.multi().get('in').strLen('in').exec());
console.log(
  await Promise.all(Array.from({ length: 500 }, (_, index) => client.incrBy('sum', index))).then((all) => all.at(-1)),
);
for (const attempt of [
  () => client.incr('name'),
  () => client.xAdd('name', '*', { a: 'b' }),
  () => client.sendCommand(['NOPE']),
]) {
  await attempt().catch((error) => console.log(error instanceof ErrorReply, error.message));
}

const subscriber = await connect();
const heard = [];
await subscriber.subscribe('news', (message, channel) => heard.push(`${channel}: ${message}`));
await subscriber.pSubscribe('news.*', (message, channel) => heard.push(`${channel}* ${message}`));
console.log(
  await client.publish('news', 'first'),
  await client.publish('news.more', 'näh'),
  await client.publish('x', '?'),
);
await subscriber.unsubscribe('news');
console.log(await client.publish('news', 'unheard'), await subscriber.ping(), heard);

const reader = await connect();
const ids = [];
for (let index = 1; index <= 5; index++) ids.push(await client.xAdd('log', `${index}-0`, { data: `event ${index}` }));
console.log(ids, await client.xLen('log'), await client.xRange('log', '(4-0', '+'));
console.log(JSON.stringify(await client.xRead({ key: 'log', id: '2-0' }, { COUNT: 2 })));
const waiting = reader.xRead({ key: 'log', id: '$' }, { BLOCK: 20_000 });
while (!(await client.clientList()).some(({ cmd }) => cmd === 'xread'))
  await new Promise((resolve) => setTimeout(resolve, 2));
await client.xAdd('log', '6-0', { data: 'awaited' }, { TRIM: { strategy: 'MAXLEN', threshold: 3 } });
console.log(JSON.stringify(await waiting), await client.xLen('log'));
console.log(await reader.xRead({ key: 'log', id: '$' }, { BLOCK: 20 }));

await client.xGroupCreate('log', 'workers', '0');
const taken = await client.xReadGroup('workers', 'ada', { key: 'log', id: '>' }, { COUNT: 2 });
console.log(JSON.stringify(taken), await client.xAck('log', 'workers', '4-0'));
console.log(JSON.stringify(await client.xPending('log', 'workers')));

await Promise.all([subscriber.close(), reader.close()]);
server.kill();
const [[code, signal], [lost]] = await Promise.all([once(server, 'exit'), once(client, 'error')]);
console.log(code, signal, lost.name, lost.message);
console.log(await client.get('name').catch((error) => error.constructor.name));
await createClient({ url, socket: { reconnectStrategy: false } })
  .on('error', ({ code: failure }) => console.log('connect', failure))
  .connect()
  .catch((error) => console.log(error.code));
