import { accessLog } from '../config/settings/log.ts';
import type { HttpRequest } from '../http/request.ts';
import { Template } from '../variables/template.ts';
import type { LogFiles } from './log-files.ts';

const COMBINED = new Template(
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"',
);

function hex(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

const ESCAPES = {
  default: (value: string) => value.replace(/["\\]|[^ -~]/g, hex),
  json: (value: string) => JSON.stringify(value).slice(1, -1),
  none: (value: string) => value,
} as const;

/** One line for each request that is over. */
export class AccessLog {
  readonly #stdout: ((line: string) => void) | null;
  readonly #files: LogFiles;

  /** Without `stdout`, only what the configuration sends to files is written. */
  constructor(stdout: ((line: string) => void) | null, files: LogFiles) {
    this.#stdout = stdout;
    this.#files = files;
  }

  write(request: HttpRequest): void {
    const targets = accessLog.get(request.scope);
    if (targets.length === 0) this.#stdout?.(this.#line(request, 'combined'));
    for (const { path, format, condition } of targets) {
      if (path === 'off') continue;
      const wanted = condition?.evaluate(request) ?? '1';
      if (wanted === '' || wanted === '0') continue;
      const line = this.#line(request, format);
      if (path === '/dev/stdout' || path === '/dev/stderr') this.#stdout?.(line);
      else this.#files.write(path, line);
    }
  }

  #line(request: HttpRequest, name: string): string {
    const format = request.worker.config.logFormats.get(name);
    const escaped = ESCAPES[format?.escape ?? 'default'];
    const missing = format?.escape === undefined || format.escape === 'default' ? '-' : '';
    const template = format?.template ?? COMBINED;
    return template.evaluate(
      {
        variable: (variable) => {
          const value = request.variable(variable);
          return value === null || value === '' ? missing || value : escaped(value);
        },
        capture: (number) => request.capture(number),
      },
      missing,
    );
  }
}
