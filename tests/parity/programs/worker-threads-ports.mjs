import workerThreads, { BroadcastChannel, MessageChannel, MessagePort, receiveMessageOnPort } from 'node:worker_threads';
const { isMainThread, parentPort, threadId, workerData } = workerThreads;
console.log(isMainThread, parentPort, threadId, workerData, workerThreads.isInternalThread, workerThreads.SHARE_ENV, Object.keys(workerThreads).sort().join());
const { port1, port2 } = new MessageChannel();
console.log(port1 instanceof MessagePort, port1 instanceof EventTarget, receiveMessageOnPort(port2));
port1.postMessage({ a: 1, when: new Date(0), map: new Map([[1, 2]]) });
port1.postMessage('second');
console.log(receiveMessageOnPort(port2), receiveMessageOnPort(port2), receiveMessageOnPort(port2));
for (const [name, action] of [['function', () => port1.postMessage(() => {})], ['constructor', () => new MessagePort()], ['port', () => receiveMessageOnPort({})], ['broadcast', () => new BroadcastChannel()]]) {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code);
  }
}
const bytes = new Uint8Array([1, 2, 3]);
port1.postMessage(bytes, [bytes.buffer]);
console.log(bytes.length, receiveMessageOnPort(port2).message);
const order = [];
await new Promise((resolve) => {
  port2.on('message', (message) => {
    order.push(message);
    if (message === 3) resolve();
  });
  for (const message of [1, 2, 3]) port1.postMessage(message);
  order.push('sent');
});
console.log(order);
port1.onmessage = ({ data, type }) => {
  console.log(type, data);
  port1.close();
};
port1.on('close', () => console.log('port1 closed'));
port2.once('close', () => {
  console.log('port2 closed');
  const [here, there] = [new BroadcastChannel('news'), new BroadcastChannel('news')];
  there.onmessage = ({ data }) => {
    console.log('broadcast', data);
    here.close();
    there.close();
    try {
      here.postMessage(1);
    } catch (error) {
      console.log(error.name);
    }
  };
  here.postMessage({ to: 'all' });
});
port2.postMessage('answer');
workerThreads.setEnvironmentData('key', 'value');
console.log(workerThreads.getEnvironmentData('key'), workerThreads.getEnvironmentData('none'));
const unheard = new MessageChannel();
unheard.port1.postMessage('keeps nobody waiting');
