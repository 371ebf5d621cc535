import type { LogLevel } from '../config/conf-error.ts';
import type { Config, LogTarget } from '../config/model.ts';
import { errorLog } from '../config/settings/core.ts';
import { now } from '../exchange.ts';
import type { HttpRequest } from '../http/request.ts';
import type { Tap } from '../tap.ts';
import type { LogFiles } from './log-files.ts';
import { errorLogTime } from './time.ts';

const SEVERITY: readonly LogLevel[] = ['emerg', 'alert', 'crit', 'error', 'warn', 'notice', 'info', 'debug'];

const DEFAULT: readonly LogTarget[] = [{ path: 'stderr', level: 'error' }];

export interface ErrorContext {
  readonly request: HttpRequest;
  /** Whose fault it may be: `http://127.0.0.1:3000/events`. */
  readonly upstream?: string | undefined;
}

/** Lines as nginx writes them. */
export class ErrorLog {
  readonly #stderr: (line: string) => void;
  readonly #files: LogFiles;
  readonly #tap: Tap;

  constructor(stderr: (line: string) => void, files: LogFiles, tap: Tap) {
    this.#stderr = stderr;
    this.#files = files;
    this.#tap = tap;
  }

  write(level: LogLevel, message: string, config: Config, context: ErrorContext | null = null): void {
    const targets = errorLog.get(context?.request.scope ?? config.main);
    const wanted = (targets.length > 0 ? targets : DEFAULT).filter(
      (target) => SEVERITY.indexOf(level) <= SEVERITY.indexOf(target.level),
    );
    if (wanted.length === 0) return;
    const number = context ? `*${context.request.client.number} ` : '';
    const about = context ? describe(context) : '';
    const line = `${errorLogTime(new Date())} [${level}] ${process.pid}#${process.pid}: ${number}${message}${about}`;
    for (const { path } of wanted) {
      if (path === 'stderr' || path === '/dev/stderr') this.#stderr(line);
      else this.#files.write(path, line);
    }
    this.#tap.report({ type: 'log', at: now(), level, line, connection: context?.request.exchange.number ?? null });
  }
}

function describe({ request, upstream }: ErrorContext): string {
  const { client, head, server } = request;
  const parts = [
    `client: ${client.remoteAddress}`,
    `server: ${server.names[0]?.text ?? ''}`,
    `request: "${head.line}"`,
  ];
  if (upstream !== undefined) parts.push(`upstream: "${upstream}"`);
  const host = head.headers.get('host');
  if (host !== null) parts.push(`host: "${host}"`);
  const referrer = head.headers.get('referer');
  if (referrer !== null) parts.push(`referrer: "${referrer}"`);
  return `, ${parts.join(', ')}`;
}
