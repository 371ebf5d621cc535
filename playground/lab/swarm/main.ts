import { encodeControlLine } from '../control-lines.ts';
import { UsageError } from '../port-arguments.ts';
import { parseArguments, type SwarmArguments, USAGE } from './arguments.ts';
import { progressLine, summaryTable } from './report.ts';
import { Swarm, type SwarmFigures } from './swarm.ts';

const PROGRESS_INTERVAL = 1000;

function readArguments(): SwarmArguments {
  try {
    return parseArguments(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`swarm: ${error.message}\n${USAGE}\n`);
    process.exit(2);
  }
}

function report(output: SwarmArguments['output'], type: 'progress' | 'summary', figures: SwarmFigures): void {
  if (output === 'text') {
    process.stdout.write(type === 'progress' ? `${progressLine(figures)}\n` : `\n${summaryTable(figures)}`);
  } else if (output === 'json') process.stdout.write(`${JSON.stringify({ type, ...figures })}\n`);
  else process.stdout.write(encodeControlLine(output.control, { type, ...figures }));
}

const options = readArguments();
const swarm = new Swarm(options);

function stop(): void {
  clearInterval(progress);
  const figures = swarm.figures();
  swarm.stop();
  report(options.output, 'summary', figures);
  // Exit code 1: nobody ever had the stream.
  process.exitCode = figures.firstByte === null ? 1 : 0;
}

const progress = setInterval(() => {
  swarm.measure();
  report(options.output, 'progress', swarm.figures());
  if (swarm.isDone) stop();
}, PROGRESS_INTERVAL);

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
try {
  swarm.start();
} catch (error) {
  process.stderr.write(`swarm: the memory of process ${options.pid} cannot be read: ${String(error)}\n`);
  process.exit(2);
}
if (options.duration !== null) setTimeout(stop, options.duration).unref();
