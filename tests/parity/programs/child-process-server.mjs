import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
const [, self, role] = process.argv;
if (role === 'server') {
  const server = createServer((req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/event-stream' });
    res.write(`data: ${req.url}\n\n`);
  });
  process.on('SIGTERM', () => {
    server.closeAllConnections();
    server.close(() => process.exit(0));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
} else {
  const start = async () => {
    const child = spawn(process.execPath, [self, 'server'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const port = await new Promise((resolve) => child.stdout.once('data', (text) => resolve(Number(text))));
    return { child, port, exited: new Promise((resolve) => child.on('exit', (...status) => resolve(status))) };
  };
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    const { child, port, exited } = await start();
    const response = await fetch(`http://127.0.0.1:${port}/events`);
    const reader = response.body.getReader();
    console.log(response.status, JSON.stringify(new TextDecoder().decode((await reader.read()).value)));
    child.kill(signal);
    // Which words the broken stream gets is the kernel's choice: FIN or RST.
    const outcome = await reader.read().then(() => 'went on', (error) => `${error.name}: ${error.message}`);
    console.log(signal, outcome, await exited);
    console.log(await fetch(`http://127.0.0.1:${port}/`).catch((error) => error.cause.code));
  }
}
