import { ControlLineDecoder } from '../control-lines.ts';
import { type EdgeArguments, parseArguments, USAGE, UsageError } from './arguments.ts';
import { ConfError, confErrorLine } from './config/conf-error.ts';
import { Edge, type EdgeSource, loadConfig } from './edge.ts';
import { parseEdgeCommand } from './parse-command.ts';
import { ControlTap, NO_TAP } from './tap.ts';

function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
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

/** As nginx says it. */
function explainConfError(error: unknown, source: EdgeSource): string {
  if (error instanceof ConfError) return confErrorLine(error);
  const file = 'conf' in source ? source.conf : '';
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return `nginx: [emerg] open() "${file}" failed (2: No such file or directory)`;
  if (code === 'EACCES') return `nginx: [emerg] open() "${file}" failed (13: Permission denied)`;
  return `nginx: [emerg] ${error instanceof Error ? error.message : String(error)}`;
}

/** What `nginx -t` does: the verdict on its standard error, and an exit code. */
function testConf(source: EdgeSource): never {
  const file = 'conf' in source ? source.conf : '';
  try {
    for (const warning of loadConfig(source).warnings) warn(warning);
    warn(`nginx: the configuration file ${file} syntax is ok`);
    warn(`nginx: configuration file ${file} test is successful`);
    process.exit(0);
  } catch (error) {
    warn(explainConfError(error, source));
    warn(`nginx: configuration file ${file} test failed`);
    process.exit(1);
  }
}

function explainListenError(error: unknown, port: number | null): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const asked = port ?? (error instanceof Error && 'port' in error ? error.port : '');
  if (code === 'EADDRINUSE') return `edge: port ${asked} is already in use`;
  if (code === 'EACCES') return `edge: not allowed to listen on port ${asked}`;
  return `edge: cannot listen on port ${asked}: ${String(error)}`;
}

function makeEdge({ source, control, preview }: EdgeArguments, tap: ControlTap | typeof NO_TAP): Edge {
  try {
    return new Edge({ ...source, tap, warn, access: control === null ? print : null, preview });
  } catch (error) {
    warn(explainConfError(error, source));
    process.exit(1);
  }
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

const given = readArguments();
if (given.test) testConf(given.source);
const { control, listen } = given;
const tap = control === null ? NO_TAP : new ControlTap(control, process.stdout);
const edge = makeEdge(given, tap);

async function stop(): Promise<void> {
  await edge.close();
  tap.flush();
  process.exit(0);
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('SIGHUP', () => void edge.reload());
process.on('SIGQUIT', () => edge.quit());
edge.onStopped = () => {
  tap.flush();
  process.exit(0);
};
edge.listen(listen).then(
  (port) => {
    if (control === null) print(`edge listening on http://localhost:${port}`);
    tap.flush();
  },
  (error: unknown) => {
    warn(explainListenError(error, listen));
    process.exit(1);
  },
);
// Whoever holds the control channel is gone when it ends; without one the edge runs until it is told to stop.
if (control !== null) obeyInput(control, edge, stop);
