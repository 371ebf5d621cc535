import { PortInUseError } from './loopback-server.ts';
import { parseServeOptions, type ServeOptions, ServeUsageError, serveUsage } from './serve-options.ts';

/** Runs a command that serves until it is interrupted. `serve` returns how to stop. */
export async function runServeCommand(
  command: string,
  serve: (options: ServeOptions) => Promise<() => Promise<void> | void>,
): Promise<void> {
  try {
    const options = parseServeOptions(process.argv.slice(2), process.env);
    if (!options) {
      console.log(serveUsage(command));
      return;
    }
    const stop = await serve(options);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, async () => {
        await stop();
        process.exit(0);
      });
    }
  } catch (error) {
    if (error instanceof ServeUsageError) {
      console.error(`${error.message}\n\n${serveUsage(command)}`);
      process.exit(2);
    }
    if (!(error instanceof PortInUseError)) throw error;
    console.error(`${error.message} Stop what uses it, or choose another: ${command} -- --port ${error.port + 1000}`);
    process.exit(1);
  }
}
