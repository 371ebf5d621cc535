import type { Template } from '../../variables/template.ts';
import { parseAddress, resolveHost } from '../address.ts';
import { ConfError } from '../conf-error.ts';
import type { Directive } from '../reader.ts';
import { type ConfTools, type Defined, EVERYWHERE, ListSetting, type Scope, Setting, WITH_IF } from '../scope.ts';
import { buffers, firstArg, flag, integer, invalidParameter, oneOf, size, someOf, time } from '../values.ts';

export type ProxyTarget =
  | {
      readonly kind: 'fixed';
      /** As it is written, without the URI: `http://app`. */
      readonly scheme: 'http' | 'https';
      readonly host: string;
      /** Null without one: then the request's own URI is passed on. */
      readonly uri: string | null;
      readonly text: string;
    }
  | { readonly kind: 'computed'; readonly template: Template };

export const proxyPass = new Setting<ProxyTarget | null>({
  name: 'proxy_pass',
  contexts: ['location', 'if-location', 'limit_except'],
  parse: (directive, tools, scope) => {
    const text = firstArg(directive);
    const template = tools.template(text, directive);
    if (!template.isConstant) return { kind: 'computed', template };
    const match = /^(https?):\/\/([^/]*)(\/.*)?$/is.exec(text);
    if (!match) throw new ConfError('invalid URL prefix', directive.place);
    const [, scheme = '', host = '', uri = null] = match;
    if (host === '') throw new ConfError(`no host in upstream "${text.slice(scheme.length + 3)}"`, directive.place);
    const elsewhere = scope.context !== 'location' || ['regex', 'named'].includes(tools.location?.kind ?? '');
    if (uri !== null && elsewhere) {
      throw new ConfError(
        '"proxy_pass" cannot have URI part in location given by regular expression, or inside named location, ' +
          'or inside "if" statement, or inside "limit_except" block',
        directive.place,
      );
    }
    checkHost(host, directive, tools);
    if (/^https$/i.test(scheme))
      tools.warn('TLS to an upstream is not modelled: it is spoken to in the clear', directive);
    return { kind: 'fixed', scheme: /^https$/i.test(scheme) ? 'https' : 'http', host, uri, text };
  },
  initial: null,
  inherited: false,
});

/** A host is a group, which may follow later in the file, or an address. */
function checkHost(host: string, directive: Directive, tools: ConfTools): void {
  const address = parseAddress(host, 80);
  if (typeof address === 'string') throw new ConfError(`${address} in upstream "${host}"`, directive.place);
  tools.atEnd((defined) => {
    if (defined.upstream(host) || resolveHost(address.host) !== null) return;
    throw new ConfError(`host not found in upstream "${host}"`, directive.place);
  });
}

export interface SetHeader {
  readonly name: string;
  readonly value: Template;
}

export const proxySetHeader = new ListSetting<SetHeader>({
  name: 'proxy_set_header',
  args: 2,
  parse: (directive, tools) => ({
    name: firstArg(directive),
    value: tools.template(directive.args[1] ?? '', directive),
  }),
});

export const proxyHttpVersion = new Setting<'1.0' | '1.1'>({
  name: 'proxy_http_version',
  parse: oneOf(['1.0', '1.1']),
  initial: '1.0',
});

export const proxyBuffering = new Setting({ name: 'proxy_buffering', parse: flag, initial: true });
export const proxyRequestBuffering = new Setting({ name: 'proxy_request_buffering', parse: flag, initial: true });
export const proxyBuffers = new Setting({
  name: 'proxy_buffers',
  args: 2,
  parse: (directive, tools, scope) => {
    tools.atEnd((defined) => checkBuffers(scope, defined));
    return buffers(directive);
  },
  initial: { count: 8, size: 4096 },
});
export const proxyBufferSize = new Setting({
  name: 'proxy_buffer_size',
  parse: (directive, tools, scope) => {
    tools.atEnd((defined) => checkBuffers(scope, defined));
    return size(directive);
  },
  initial: 4096,
});
export const proxyBusyBuffersSize = new Setting<number | null>({
  name: 'proxy_busy_buffers_size',
  parse: (directive, tools, scope) => {
    tools.atEnd((defined) => checkBuffers(scope, defined));
    return size(directive);
  },
  initial: null,
});
export const proxyMaxTempFileSize = new Setting({
  name: 'proxy_max_temp_file_size',
  parse: size,
  initial: 1024 ** 3,
});

/** What makes sense only together. */
function checkBuffers(scope: Scope, { httpEnd }: Defined): void {
  const { count, size: each } = proxyBuffers.get(scope);
  if (count < 2) throw new ConfError('there must be at least 2 "proxy_buffers"', httpEnd);
  const largest = Math.max(each, proxyBufferSize.get(scope));
  const busy = proxyBusyBuffersSize.get(scope) ?? 2 * largest;
  if (busy < largest) {
    throw new ConfError(
      '"proxy_busy_buffers_size" must be equal to or greater than the maximum of the value of "proxy_buffer_size" and ' +
        'one of the "proxy_buffers"',
      httpEnd,
    );
  }
  if (busy > (count - 1) * each) {
    throw new ConfError(
      '"proxy_busy_buffers_size" must be less than the size of all "proxy_buffers" minus one buffer',
      httpEnd,
    );
  }
}

export const proxyConnectTimeout = new Setting({ name: 'proxy_connect_timeout', parse: time, initial: 60_000 });
export const proxySendTimeout = new Setting({ name: 'proxy_send_timeout', parse: time, initial: 60_000 });
export const proxyReadTimeout = new Setting({ name: 'proxy_read_timeout', parse: time, initial: 60_000 });

export const proxyIgnoreClientAbort = new Setting({
  name: 'proxy_ignore_client_abort',
  parse: flag,
  initial: false,
});
export const proxyInterceptErrors = new Setting({ name: 'proxy_intercept_errors', parse: flag, initial: false });

export const proxyHideHeader = new ListSetting<string>({
  name: 'proxy_hide_header',
  parse: (directive) => firstArg(directive).toLowerCase(),
});
export const proxyPassHeader = new ListSetting<string>({
  name: 'proxy_pass_header',
  parse: (directive) => firstArg(directive).toLowerCase(),
});

export const proxyIgnoreHeaders = new Setting<ReadonlySet<string>>({
  name: 'proxy_ignore_headers',
  args: [1, 32],
  parse: someOf([
    'x-accel-redirect',
    'x-accel-expires',
    'x-accel-limit-rate',
    'x-accel-buffering',
    'x-accel-charset',
    'expires',
    'cache-control',
    'set-cookie',
    'vary',
  ]),
  initial: new Set<string>(),
});

const NEXT_UPSTREAM = [
  'error',
  'timeout',
  'invalid_header',
  'non_idempotent',
  'http_500',
  'http_502',
  'http_503',
  'http_504',
  'http_403',
  'http_404',
  'http_429',
  'updating',
  'off',
] as const;

export type NextUpstream = (typeof NEXT_UPSTREAM)[number];

export const proxyNextUpstream = new Setting<ReadonlySet<NextUpstream>>({
  name: 'proxy_next_upstream',
  args: [1, 32],
  parse: someOf(NEXT_UPSTREAM),
  initial: new Set<NextUpstream>(['error', 'timeout']),
});
export const proxyNextUpstreamTries = new Setting({ name: 'proxy_next_upstream_tries', parse: integer, initial: 0 });
export const proxyNextUpstreamTimeout = new Setting({ name: 'proxy_next_upstream_timeout', parse: time, initial: 0 });

export const proxyMethod = new Setting<Template | null>({
  name: 'proxy_method',
  parse: (directive, tools) => tools.template(firstArg(directive), directive),
  initial: null,
});
export const proxySetBody = new Setting<Template | null>({
  name: 'proxy_set_body',
  parse: (directive, tools) => tools.template(firstArg(directive), directive),
  initial: null,
});
export const proxyPassRequestHeaders = new Setting({
  name: 'proxy_pass_request_headers',
  parse: flag,
  initial: true,
});
export const proxyPassRequestBody = new Setting({ name: 'proxy_pass_request_body', parse: flag, initial: true });

export type ProxyRedirect =
  | { readonly kind: 'off' | 'default' }
  | { readonly kind: 'prefix'; readonly from: Template; readonly to: Template }
  | { readonly kind: 'pattern'; readonly from: RegExp; readonly to: Template };

export const proxyRedirect = new ListSetting<ProxyRedirect>({
  name: 'proxy_redirect',
  args: [1, 2],
  parse: (directive, tools) => {
    const [from = '', to] = directive.args;
    if (to === undefined) {
      if (from !== 'off' && from !== 'default') throw invalidParameter(directive, from);
      return { kind: from };
    }
    const pattern = /^~(\*?)(.*)$/s.exec(from);
    if (!pattern) return { kind: 'prefix', from: tools.template(from, directive), to: tools.template(to, directive) };
    const { regex } = tools.pattern(pattern[2] ?? '', directive, pattern[1] === '*');
    return { kind: 'pattern', from: regex, to: tools.template(to, directive) };
  },
});

/** Caching answers is not what this edge is about. Saying so beats silently not caching. */
export const proxyCache = new Setting({
  name: 'proxy_cache',
  contexts: EVERYWHERE,
  parse: (directive, tools) => {
    if (firstArg(directive) !== 'off') tools.warn('"proxy_cache" is known but not modelled here', directive);
    return false;
  },
  initial: false,
});

export interface AddHeader {
  readonly name: string;
  readonly value: Template;
  readonly always: boolean;
}

export const addHeader = new ListSetting<AddHeader>({
  name: 'add_header',
  contexts: WITH_IF,
  args: [2, 3],
  parse: (directive, tools) => {
    const [name = '', value = '', always] = directive.args;
    if (always !== undefined && always !== 'always') throw invalidParameter(directive, always);
    return { name, value: tools.template(value, directive), always: always !== undefined };
  },
});
