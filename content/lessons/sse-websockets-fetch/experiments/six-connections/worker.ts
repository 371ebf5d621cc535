import { alone, type Tick } from './client.ts';

const ports = new Set<MessagePort>();
let newest: Tick | null = null;

alone((tick) => {
  newest = tick;
  for (const port of ports) port.postMessage(tick);
});

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  ports.add(port);
  // Whoever comes late has the newest at once. A tab that closes does not say so: here its port is kept.
  if (newest) port.postMessage(newest);
});
