import { builtinModules, createRequire, isBuiltin } from 'node:module';
const require = createRequire(import.meta.url);
const names = ['cluster', 'dgram', 'domain', 'http2', 'https', 'inspector', 'inspector/promises', 'repl', 'tls', 'trace_events', 'wasi', 'node:sea', 'node:sqlite', 'node:test', 'node:test/reporters', 'worker_threads', 'vm', 'v8', 'tty', 'crypto', 'zlib', 'dns', 'constants', 'punycode', 'perf_hooks', 'diagnostics_channel', 'async_hooks', 'os', 'readline', 'readline/promises'];
process.removeAllListeners('warning');
process.on('warning', () => {});
for (const name of names) {
  const exported = require(name);
  const imported = await import(name);
  const own = Object.keys(exported).filter((key) => !key.startsWith('_')).sort();
  console.log(name, typeof exported, isBuiltin(name), builtinModules.includes(name), imported.default === exported, own.every((key) => key === 'default' || key in imported), own.join());
}
for (const name of ['test', 'sqlite', 'node:nothing', 'sea']) {
  try {
    require(name);
    console.log(name, 'found');
  } catch (error) {
    console.log(name, error.code);
  }
}
class Secure extends require('tls').TLSSocket {}
class Session extends require('http2').Http2ServerRequest {}
console.log(Secure.name, Session.name, {} instanceof require('tls').TLSSocket, require('tls').DEFAULT_MIN_VERSION, require('http2').constants.HTTP2_HEADER_STATUS, require('cluster').isPrimary, require('cluster').isWorker);
console.log(require('punycode').toASCII('mañana.com'), require('punycode').decode('maana-pta'), require('punycode').ucs2.decode('𝒳y'), require('punycode').version);
console.log(require('constants').SIGTERM, require('constants').O_CREAT, require('sys').format === require('util').format);
console.log(require('vm').runInThisContext('1 + 1'), new (require('vm').Script)('this === globalThis').runInThisContext(), require('vm').isContext({}), require('vm').compileFunction('return a + b', ['a', 'b'])(1, 2));
try {
  new (require('vm').Script)('(');
} catch (error) {
  console.log(error.name, error instanceof SyntaxError);
}
console.log(require('tty').isatty(1), require('tty').isatty('x'), Object.keys(require('v8').getHeapStatistics()).join(), require('v8').startupSnapshot.isBuildingSnapshot());
