// Every way out that a program might try, by Node's names and by the browser's below them.
import http from 'node:http';
import net from 'node:net';

const elsewhere = process.argv[2];
const { hostname, port } = new URL(elsewhere);
const heard = (emitter, ...events) =>
  new Promise((resolve) => {
    for (const event of events) emitter.once(event, (error) => resolve(error?.code ?? event));
  });
const native = (name) => {
  for (let owner = globalThis; owner; owner = Object.getPrototypeOf(owner)) {
    const found = Object.getOwnPropertyDescriptor(owner, name);
    if (found) return found.value ?? found.get?.call(globalThis);
  }
  return undefined;
};
const indirect = (code) => new Function('elsewhere', `return ${code}`)(elsewhere);
const channels = {
  fetch: () => fetch(`${elsewhere}process-fetch`),
  'http.get': () => heard(http.get(`${elsewhere}process-http`), 'response', 'error'),
  'net.connect': () => heard(net.connect(Number(port), hostname), 'connect', 'error'),
  import: () => import(`${elsewhere}process-import.js`),
  'import from new Function': () => indirect('import(`${elsewhere}process-function-import.js`)'),
  'import of data': () => import(`data:text/javascript,import "${elsewhere}process-data-import.js"`),
  importScripts: () => native('importScripts')(`${elsewhere}process-import-scripts.js`),
  XMLHttpRequest: () => {
    const request = new (native('XMLHttpRequest'))();
    request.open('GET', `${elsewhere}process-xhr`, false);
    request.send();
    return request.status;
  },
  WebSocket: () => new (native('WebSocket'))(`${elsewhere.replace('http', 'ws')}process-web-socket`),
  EventSource: () => new (native('EventSource'))(`${elsewhere}process-event-source`),
  Worker: () => new (native('Worker'))(`${elsewhere}process-worker.js`),
  WebTransport: () => new (native('WebTransport'))(elsewhere.replace('http', 'https')).ready,
};
for (const [name, act] of Object.entries(channels)) {
  const late = new Promise((resolve) => setTimeout(resolve, 1500, 'nothing'));
  let saw;
  try {
    saw = await Promise.race([act(), late]);
  } catch (error) {
    saw = error.cause?.code ?? error.code ?? error.name;
  }
  console.log(`${name}: ${saw?.constructor?.name === 'String' ? saw : (saw?.constructor?.name ?? saw)}`);
}
process.exit();
