import type { Template } from '../../variables/template.ts';
import { ConfError, type LogLevel } from '../conf-error.ts';
import type { LogTarget } from '../model.ts';
import { EVERYWHERE, ListSetting, Setting, WITH_IF } from '../scope.ts';
import { buffers, firstArg, flag, integer, invalidArgument, invalidValue, parseTime, size, time } from '../values.ts';

const HTTP_AND_SERVER = ['http', 'server'] as const;

export const root = new Setting<Template | null>({
  name: 'root',
  contexts: WITH_IF,
  parse: (directive, tools) => tools.template(firstArg(directive), directive),
  initial: null,
});

export const alias = new Setting<Template | null>({
  name: 'alias',
  contexts: ['location'],
  parse: (directive, tools) => tools.template(firstArg(directive), directive),
  initial: null,
  inherited: false,
});

export const index = new Setting<readonly Template[] | null>({
  name: 'index',
  args: [1, 32],
  parse: (directive, tools) => directive.args.map((argument) => tools.template(argument, directive)),
  initial: null,
});

export const defaultType = new Setting({ name: 'default_type', parse: firstArg, initial: 'text/plain' });

export interface TryFiles {
  readonly candidates: readonly { readonly path: Template; readonly isFolder: boolean }[];
  readonly fallback:
    | { readonly kind: 'named'; readonly name: string }
    | { readonly kind: 'uri'; readonly uri: Template }
    | { readonly kind: 'status'; readonly status: number };
}

export const tryFiles = new Setting<TryFiles | null>({
  name: 'try_files',
  contexts: ['server', 'location'],
  args: [2, 32],
  parse: (directive, tools) => {
    const last = directive.args.at(-1) ?? '';
    const candidates = directive.args.slice(0, -1).map((argument) => ({
      path: tools.template(argument.replace(/(.)\/$/, '$1'), directive),
      isFolder: /.\/$/.test(argument),
    }));
    if (last.startsWith('@')) return { candidates, fallback: { kind: 'named', name: last } };
    if (!last.startsWith('=')) return { candidates, fallback: { kind: 'uri', uri: tools.template(last, directive) } };
    const status = /^=\d{3}$/.test(last) ? Number(last.slice(1)) : 0;
    if (status < 200 || status > 999) throw new ConfError(`invalid code "${last}"`, directive.place);
    return { candidates, fallback: { kind: 'status', status } };
  },
  initial: null,
  inherited: false,
});

export interface ClientKeepalive {
  readonly timeoutMs: number;
  /** What the `Keep-Alive` header says, in seconds; null for no header. */
  readonly headerSeconds: number | null;
}

export const keepaliveTimeout = new Setting<ClientKeepalive>({
  name: 'keepalive_timeout',
  args: [1, 2],
  parse: (directive) => {
    const timeoutMs = time(directive);
    const header = directive.args[1] === undefined ? null : parseTime(directive.args[1]);
    if (directive.args[1] !== undefined && header === null) throw invalidValue(directive);
    return { timeoutMs, headerSeconds: header === null ? null : Math.floor(header / 1000) };
  },
  initial: { timeoutMs: 75_000, headerSeconds: null },
});

export const keepaliveRequests = new Setting({ name: 'keepalive_requests', parse: integer, initial: 1000 });
export const keepaliveTime = new Setting({ name: 'keepalive_time', parse: time, initial: 3_600_000 });
export const sendTimeout = new Setting({ name: 'send_timeout', parse: time, initial: 60_000 });
export const clientBodyTimeout = new Setting({ name: 'client_body_timeout', parse: time, initial: 60_000 });
export const clientMaxBodySize = new Setting({ name: 'client_max_body_size', parse: size, initial: 1024 * 1024 });
export const chunkedTransferEncoding = new Setting({
  name: 'chunked_transfer_encoding',
  parse: flag,
  initial: true,
});
export const postponeOutput = new Setting({ name: 'postpone_output', parse: size, initial: 1460 });
export const absoluteRedirect = new Setting({ name: 'absolute_redirect', parse: flag, initial: true });
export const portInRedirect = new Setting({ name: 'port_in_redirect', parse: flag, initial: true });
export const serverNameInRedirect = new Setting({ name: 'server_name_in_redirect', parse: flag, initial: false });
export const recursiveErrorPages = new Setting({ name: 'recursive_error_pages', parse: flag, initial: false });
export const resetTimedOut = new Setting({ name: 'reset_timedout_connection', parse: flag, initial: false });
export const logNotFound = new Setting({ name: 'log_not_found', parse: flag, initial: true });
export const msiePadding = new Setting({ name: 'msie_padding', parse: flag, initial: true });
export const etag = new Setting({ name: 'etag', parse: flag, initial: true });

export const serverTokens = new Setting<boolean>({
  name: 'server_tokens',
  parse: (directive) => (/^build$/i.test(firstArg(directive)) ? true : flag(directive)),
  initial: true,
});

export const internal = new Setting({
  name: 'internal',
  contexts: ['location'],
  args: 0,
  parse: () => true,
  initial: false,
  inherited: false,
});

export const clientHeaderTimeout = new Setting({
  name: 'client_header_timeout',
  contexts: HTTP_AND_SERVER,
  parse: time,
  initial: 60_000,
});

export const largeClientHeaderBuffers = new Setting({
  name: 'large_client_header_buffers',
  contexts: HTTP_AND_SERVER,
  args: 2,
  parse: buffers,
  initial: { count: 4, size: 8 * 1024 },
});

export const underscoresInHeaders = new Setting({
  name: 'underscores_in_headers',
  contexts: HTTP_AND_SERVER,
  parse: flag,
  initial: false,
});

export const ignoreInvalidHeaders = new Setting({
  name: 'ignore_invalid_headers',
  contexts: HTTP_AND_SERVER,
  parse: flag,
  initial: true,
});

export const mergeSlashes = new Setting({
  name: 'merge_slashes',
  contexts: HTTP_AND_SERVER,
  parse: flag,
  initial: true,
});

export const workerShutdownTimeout = new Setting<number | null>({
  name: 'worker_shutdown_timeout',
  contexts: ['main'],
  parse: time,
  initial: null,
});

export const workerConnections = new Setting({
  name: 'worker_connections',
  contexts: ['events'],
  parse: (directive) => {
    const number = firstArg(directive);
    if (!/^\d+$/.test(number)) throw new ConfError(`invalid number "${number}"`, directive.place);
    return Number(number);
  },
  initial: 512,
});

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'];

export const errorLog = new ListSetting<LogTarget>({
  name: 'error_log',
  contexts: ['main', ...EVERYWHERE],
  args: [1, 2],
  parse: (directive) => {
    const level = LEVELS.find((candidate) => candidate === (directive.args[1] ?? 'error'));
    if (!level) throw new ConfError(`invalid log level "${directive.args[1]}"`, directive.place);
    return { path: firstArg(directive), level };
  },
});

export interface ErrorPage {
  readonly statuses: readonly number[];
  /** The status that the page is sent with: `=` alone leaves it to the page (0); null keeps the error's. */
  readonly status: number | null;
  readonly uri: Template;
}

export const errorPage = new ListSetting<ErrorPage>({
  name: 'error_page',
  contexts: WITH_IF,
  args: [2, 32],
  parse: (directive, tools) => {
    const words = [...directive.args];
    const uri = tools.template(words.pop() ?? '', directive);
    let status: number | null = null;
    if (words.at(-1)?.startsWith('=')) {
      const override = words.pop()!.slice(1);
      if (!/^\d*$/.test(override)) throw invalidArgument(directive, `=${override}`);
      status = Number(override);
    }
    if (words.length === 0)
      throw new ConfError('invalid number of arguments in "error_page" directive', directive.place);
    const statuses = words.map((word) => {
      const code = /^\d+$/.test(word) ? Number(word) : 0;
      if (code === 499 || code < 300 || code > 599) {
        throw new ConfError(
          code === 499 ? `invalid value "${word}"` : `value "${word}" must be between 300 and 599`,
          directive.place,
        );
      }
      return code;
    });
    return { statuses, status, uri };
  },
});
