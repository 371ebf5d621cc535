import dns from 'node:dns';
import promises from 'node:dns/promises';
import { promisify } from 'node:util';
const attempt = (name, action) => {
  try {
    action();
    console.log(name, 'no error');
  } catch (error) {
    console.log(name, '|', error.name, error.code, error.message);
  }
};
const lookup = (...args) => new Promise((resolve) => dns.lookup(...args, (error, ...found) => resolve(error ? [error.name, error.code, error.errno, error.syscall, error.hostname, error.message] : found)));
for (const args of [['127.0.0.1'], ['::1'], ['127.0.0.1', 6], ['127.0.0.1', { all: true }], ['localhost', 4], ['localhost', { family: 4, all: true }], ['localhost', { family: 'IPv4' }], ['no-such-name.invalid'], ['no-such-name.invalid', { all: true }]]) {
  console.log(JSON.stringify(args), await lookup(...args));
}
console.log(await promises.lookup('localhost', 4), await promises.lookup('::1'), await promisify(dns.lookup)('127.0.0.1'), dns.promises === promises);
await promises.lookup('no-such-name.invalid').catch((error) => console.log(error.name, error.code, error.message));
await promises.resolve4('no-such-name.invalid').catch((error) => console.log(error.name, error.code, error.syscall, error.hostname, error.message));
await promises.resolve('no-such-name.invalid', 'MX').catch((error) => console.log(error.name, error.code, error.syscall, error.message));
await new Promise((resolve) => dns.resolveTxt('no-such-name.invalid', (error) => resolve(console.log(error.code, error.message))));
attempt('no callback', () => dns.lookup('x'));
attempt('a number', () => dns.lookup(5, () => {}));
attempt('family', () => dns.lookup('x', { family: 9 }, () => {}));
attempt('family', () => dns.lookup('x', 5, () => {}));
attempt('hints', () => dns.lookup('x', { hints: 99999 }, () => {}));
attempt('order', () => dns.lookup('x', { order: 'zz' }, () => {}));
attempt('default order', () => dns.setDefaultResultOrder('zz'));
attempt('servers', () => dns.setServers('x'));
attempt('servers', () => dns.setServers(['x']));
attempt('record', () => dns.resolve('x', 'FOO', () => {}));
attempt('resolve4', () => dns.resolve4('x'));
attempt('service', () => dns.lookupService('x', 1, () => {}));
attempt('service port', () => dns.lookupService('127.0.0.1', 99999, () => {}));
attempt('reverse', () => dns.reverse('nope', () => {}));
dns.setServers(['127.0.0.1', '[::1]:53']);
console.log(dns.getServers()[0], dns.getDefaultResultOrder(), dns.NOTFOUND, dns.ADDRCONFIG, Object.keys(dns).sort().join(), Object.keys(promises).sort().join());
console.log(await promises.lookupService('127.0.0.1', 80), typeof new dns.Resolver().resolve4);
