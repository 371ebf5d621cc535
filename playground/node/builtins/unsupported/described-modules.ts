/** Modules of which the machine has nothing. Names that need their `node:` prefix are written with it. */
export const UNSUPPORTED_MODULES = [
  'cluster',
  'dgram',
  'domain',
  'http2',
  'inspector',
  'inspector/promises',
  'repl',
  'tls',
  'trace_events',
  'wasi',
  'node:sea',
  'node:sqlite',
  'node:test',
  'node:test/reporters',
  '_http_agent',
  '_http_client',
  '_http_common',
  '_http_incoming',
  '_http_outgoing',
  '_http_server',
  '_stream_wrap',
  '_tls_common',
  '_tls_wrap',
] as const;

/** Modules of which it has a part, or whose tables of constants it takes from Node. */
export const PARTIAL_MODULES = [
  'constants',
  'crypto',
  'dns',
  'dns/promises',
  'fs',
  'os',
  'tty',
  'v8',
  'vm',
  'worker_threads',
  'zlib',
] as const;

export const DESCRIBED_MODULES = [...UNSUPPORTED_MODULES, ...PARTIAL_MODULES] as const;

export type DescribedModule = (typeof DESCRIBED_MODULES)[number];
