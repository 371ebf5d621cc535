import { ConfError } from '../conf-error.ts';
import { Setting, WITH_IF } from '../scope.ts';
import { flag, integer, oneOf, someOf } from '../values.ts';

export const gzip = new Setting({ name: 'gzip', contexts: WITH_IF, parse: flag, initial: false });

/** Always holds `text/html`; `*` stands for every type. */
export const gzipTypes = new Setting<ReadonlySet<string>>({
  name: 'gzip_types',
  args: [1, 128],
  parse: (directive) => new Set(['text/html', ...directive.args.map((type) => type.toLowerCase())]),
  initial: new Set(['text/html']),
});

export const gzipMinLength = new Setting({ name: 'gzip_min_length', parse: integer, initial: 20 });
export const gzipVary = new Setting({ name: 'gzip_vary', parse: flag, initial: false });
export const gzipHttpVersion = new Setting({
  name: 'gzip_http_version',
  parse: oneOf(['1.0', '1.1']),
  initial: '1.1',
});

export const gzipCompLevel = new Setting({
  name: 'gzip_comp_level',
  parse: (directive) => {
    const level = integer(directive);
    if (level < 1 || level > 9) throw new ConfError('value must be between 1 and 9', directive.place);
    return level;
  },
  initial: 1,
});

export const gzipProxied = new Setting<ReadonlySet<string>>({
  name: 'gzip_proxied',
  args: [1, 9],
  parse: someOf(['off', 'expired', 'no-cache', 'no-store', 'private', 'no_last_modified', 'no_etag', 'auth', 'any']),
  initial: new Set(['off']),
});

export const gzipDisable = new Setting<readonly RegExp[]>({
  name: 'gzip_disable',
  args: [1, 32],
  parse: (directive, tools) =>
    directive.args.map((source) =>
      source === 'msie6' ? /MSIE [4-6]\.(?!.*SV1)/ : tools.pattern(source, directive, true).regex,
    ),
  initial: [],
});
