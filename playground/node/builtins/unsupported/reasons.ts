const NO_TLS = 'this machine has no TLS. Use node:http; its network never leaves the browser.';
const NO_INSPECTOR = "this machine has no inspector. Use console.log, or the browser's own developer tools.";
const INTERNAL = 'it is internal to Node. Use the public module.';

/** Why the machine lacks a module, and what to use instead. */
const REASONS: Readonly<Record<string, string>> = {
  async_hooks: 'a browser tells nobody of its asynchronous operations. Use AsyncLocalStorage.',
  cluster: 'processes of this machine cannot share a port. Use child_process.fork and a port for each.',
  crypto: 'this machine has hashes, HMACs, key derivation and random values. For the rest use crypto.subtle.',
  dgram: 'this machine has no UDP. Use node:net.',
  dns: 'this machine has no name servers; it knows localhost only.',
  domain: 'domains are deprecated and this machine does not have them. Use AsyncLocalStorage.',
  fs: 'this machine does not have it. Use fs.readdir with recursive.',
  http2: 'this machine has no HTTP/2. Use node:http.',
  inspector: NO_INSPECTOR,
  'inspector/promises': NO_INSPECTOR,
  repl: 'this machine has no terminal.',
  sea: 'no program of this machine is a single executable.',
  sqlite: 'this machine has no SQLite.',
  test: 'this machine has no test runner. Use node:assert in a plain program.',
  'test/reporters': 'this machine has no test runner. Use node:assert in a plain program.',
  tls: NO_TLS,
  trace_events: 'a browser gives no trace events to programs.',
  tty: 'this machine has no terminal.',
  v8: "a browser does not let programs reach into its engine. Use the browser's own developer tools.",
  vm: 'a browser gives a program one global object. Run the code with vm.runInThisContext, or in a process of its own.',
  wasi: 'this machine has no WASI. Use WebAssembly itself.',
  worker_threads: 'this machine has no threads inside a process. Use child_process.fork.',
  zlib: 'this machine has gzip and deflate only.',
  _tls_common: NO_TLS,
  _tls_wrap: NO_TLS,
};

export function reasonFor(module: string): string {
  return REASONS[module] ?? (module.startsWith('_') ? INTERNAL : 'this machine does not have it.');
}
