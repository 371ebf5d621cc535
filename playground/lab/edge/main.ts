import { ControlLineDecoder } from '../control-lines.ts';
import { type EdgeArguments, parseArguments, USAGE, UsageError } from './arguments.ts';
import { Edge } from './edge.ts';
import { LogTap } from './log-tap.ts';
import { parseEdgeCommand } from './protocol.ts';
import { ControlTap, type Tap } from './tap.ts';

function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

function readArguments(): EdgeArguments {
  try {
    return parseArguments(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    warn(`edge: ${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

function explainListenError(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return `edge: port ${port} is already in use`;
  if (code === 'EACCES') return `edge: not allowed to listen on port ${port}`;
  return `edge: cannot listen on port ${port}: ${String(error)}`;
}

function obeyInput(nonce: string, edge: Edge, ended: () => void): void {
  const decoder = new ControlLineDecoder(nonce);
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk) => {
    for (const message of decoder.push(String(chunk)).messages) {
      const command = parseEdgeCommand(message);
      if (command) edge.obey(command);
      else warn(`edge: not a command: ${JSON.stringify(message)}`);
    }
  });
  process.stdin.on('end', ended);
}

const { control, listen, root, upstream } = readArguments();
const tap: Tap =
  control === null ? new LogTap((line) => process.stdout.write(`${line}\n`)) : new ControlTap(control, process.stdout);
const edge = new Edge({ root, upstream, tap, warn });

async function stop(): Promise<void> {
  await edge.close();
  tap.flush();
  process.exit(0);
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
try {
  await edge.listen(listen);
  tap.flush();
} catch (error) {
  warn(explainListenError(error, listen));
  process.exit(1);
}
// Whoever holds the control channel is gone when it ends; without one the edge runs until it is told to stop.
if (control !== null) obeyInput(control, edge, stop);
