import { fileURLToPath, fileURLToPathBuffer, pathToFileURL, URL as Same, URLSearchParams as SameParams } from 'node:url';

console.log(Same === URL, SameParams === URLSearchParams, new Same('http://a') instanceof URL);
const attempt = (label, run) => {
  try {
    console.log(label, run());
  } catch (error) {
    console.log(label, String(error), error.code, error.input?.href ?? error.input, error.base);
  }
};
for (const value of ['file:///a/b%20c', 'file:///a%2Fb', 'http://a', 'file://host/a', 'file://localhost/a', new URL('file:///é.txt'), 5, null, '/a', 'file:///a?b#c', 'file:///%E4%BD%A0', 'file:///', 'file:///a%5Cb']) attempt(`path of ${value}`, () => fileURLToPath(value));
for (const value of ['/a b', '/a%b', '/a?b#c', '/a\nb\tc', '/é', '/a/', '/a\\b', 5, undefined, '/[x]"^`{|}~', '/a/../b', '//x', '/']) attempt(`URL of ${value}`, () => pathToFileURL(value).href);
attempt('relative', () => pathToFileURL('x').href === `${pathToFileURL(process.cwd()).href}/x`);
attempt('windows', () => fileURLToPath('file:///C:/a/b%20c', { windows: true }));
attempt('windows', () => fileURLToPath('file://srv/share/x', { windows: true }));
attempt('windows', () => fileURLToPath('file:///a', { windows: true }));
attempt('windows', () => pathToFileURL('C:\\a\\b c\\', { windows: true }).href);
attempt('buffer', () => fileURLToPathBuffer('file:///a%ff'));
attempt('round trip', () => fileURLToPath(pathToFileURL('/we ird/%25/#?.txt')));
attempt('this file', () => fileURLToPath(import.meta.url).endsWith('/url-files.mjs'));

for (const args of [[''], ['nope'], ['/path'], ['/path', 'nope'], ['http://'], ['http://a:99999'], [undefined], [null], [], ['x', 'data:y'], ['http://[::1'], ['//h', 'http:']]) attempt(`new URL(${args.map(String)})`, () => new URL(...args).href);
attempt('without new', () => URL('http://a'));
attempt('canParse', () => [URL.canParse('http://a'), URL.canParse('a'), URL.canParse('a', 'http://b'), URL.parse('nope'), URL.parse('http://x').href]);
const url = new URL('../up?q=1#h', 'http://user:pw@example.com:8080/a/b/c');
url.searchParams.append('r', 'two words');
url.port = '80';
url.hash = '';
url.pathname = '/ä b';
console.log(url.href, url.origin, url.search, url.host, url.username, JSON.stringify({ url }), `${url}`, Object.keys(url));
console.log([...new URLSearchParams({ b: 2, a: '1' })], new URLSearchParams([['x', 'y'], ['x', 'z']]).getAll('x'), String(new URLSearchParams('?a=%20+&b')), new URLSearchParams('a=1').size);
class Special extends URL {
  get isLocal() {
    return this.hostname === 'localhost';
  }
}
console.log(new Special('http://localhost:1').isLocal, new Special('http://localhost:1') instanceof URL);
attempt('subclass', () => new Special('bad'));
