import url from 'node:url';

process.on('warning', (warning) => console.log(warning.name, warning.code));
const urls = ['http://user:pass@sub.example.com:8080/p/a/t/h?query=string#hash', '/a/b?x=1#y', '//host/path', 'http://HOST.com', 'http://a.com/b c', 'mailto:a@b.c', 'javascript:alert(1)', 'http://[::1]:3000/x', 'http://münchen.de/ä', 'file:///a/b', '?a=1&a=2', '#h', '', 'a/b', 'http://a.com\\b', 'x:y', 'http://u@h:p@host/', '/path?a=b?c', ' http://x ', 'http://a.com#', 'http://a.com/?', 'http://a.com/<>"`{}|^', 'HTTP://A.com/%7Efoo', 'ws://h:1/s?t', 'http://127.0.0.1:3000/events?lastEventId=5'];
for (const text of urls) {
  console.log(text, JSON.stringify(url.parse(text)));
  console.log('  ', JSON.stringify(url.parse(text, true).query), JSON.stringify(url.parse(text, false, true).host), url.format(url.parse(text)));
}
for (const [from, to] of [['/one/two/three', 'four'], ['http://example.com/', '/one'], ['http://example.com/one', '/two'], ['http://a/b/c/d;p?q', '../g'], ['http://a/b/c/d;p?q', '?y'], ['http://a/b/c/d;p?q', '#s'], ['http://a/b', '//g'], ['', 'x'], ['http://a.com/b', 'http://c.com/d'], ['/a/b/', '../../../c']]) console.log(from, to, url.resolve(from, to));
for (const object of [{ protocol: 'http', host: 'a.com:80', pathname: 'b', search: 'c', hash: 'd' }, { hostname: '::1', port: 3, protocol: 'http:' }, { query: { a: [1, 2], b: 'x' } }, { pathname: '/a#b?c' }, { auth: 'u:p', hostname: 'h', slashes: true }, { protocol: 'mailto', pathname: 'x' }, { search: 'a#b' }, { protocol: 'ws:', host: 'h' }, { protocol: 'file:', pathname: '/x' }, {}]) console.log(url.format(object));
console.log(url.parse('http://a.com/b?c'), url.parse('http://a.com/?x=1', true).query, url.parse('/x') instanceof url.Url);
for (const run of [() => url.parse(5), () => url.parse(), () => url.parse('http://[bad/'), () => url.format(null), () => url.format(5), () => url.resolve(null, 'x'), () => url.format(new URL('http://a'), 'x')]) {
  try {
    console.log(run());
  } catch (error) {
    console.log(String(error), error.code, error.input);
  }
}
console.log(url.format(new URL('http://u:p@測試.com/p?q=1#h')), url.format(new URL('http://u:p@測試.com/p?q=1#h'), { fragment: false, unicode: true, auth: false, search: false }), url.format('http://a/b c'));
console.log(url.urlToHttpOptions(new URL('http://u:p%40@a.com:81/x?y#z')), url.urlToHttpOptions(new URL('http://[::1]/')));
for (const domain of ['español.com', '中文.com', 'xn--fiq228c.com', 'EXAMPLE', 'a b', '', 'xn--iñvalid.com']) console.log(domain, url.domainToASCII(domain), url.domainToUnicode(domain));
