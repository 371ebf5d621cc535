import path, { basename, join, posix, win32 } from 'node:path';
import * as direct from 'node:path/posix';

console.log(path === posix, posix.win32 === win32, win32.posix === posix, direct.default === posix, path.sep, path.delimiter, Object.keys(path), basename === path.basename);
const paths = ['', '/', '//', '///', 'a', '/a', 'a/', '/a/b', '/a/b/', './a', '../a', '/../a', 'a/../..', 'a/b/../c', './', '.', '..', '.a', '..a', 'a.b', 'a.b.c', 'a.', '/a.b/c', '/.bashrc', 'a//b', '//a', '//a/b', '///a//b/', 'a/..', '../../a/', '/a/./b/.', 'file.txt/', '.../x', 'a..', 'a\\b', '/a/b.html', 'x.y/.z'];
for (const value of paths) console.log(JSON.stringify(value), path.normalize(value), path.isAbsolute(value), path.dirname(value), path.basename(value), path.extname(value), path.parse(value), path.format(path.parse(value)), path.resolve('/base', value));
for (const [from, to] of [['/a/b/c', '/a/d'], ['/a', '/a'], ['/', '/a'], ['/a/b', '/'], ['/a/b', '/a/b/c/d'], ['/foo', '/foobar'], ['a', 'a/b'], ['a/b', 'a']]) console.log(from, to, path.relative(from, to));
for (const parts of [['a', 'b'], ['', 'a'], ['a', '', 'b'], ['/a', '../b'], ['..', 'a'], [''], [], ['a/', '/b'], ['//a', 'b'], ['/', 'a'], ['a', '../../..', 'b']]) console.log(parts, join(...parts), path.resolve('/r', ...parts));
console.log(path.basename('/a/b.html', '.html'), path.basename('.html', '.html'), path.basename('a/.html', '.html'), path.basename('aaab', 'b'), path.basename('b.html/', '.html'), path.basename('x', ''));
console.log(path.format({ dir: 'd', name: 'n', ext: 'e' }), path.format({ root: '/', base: 'b' }), path.format({ dir: '/', root: '/', base: 'b' }), path.format({}), path.toNamespacedPath('/x'));
for (const [value, glob] of [['/foo/bar', '/foo/*'], ['/foo/bar/z', '/foo/*'], ['/foo/bar/z', '/foo/**'], ['a.js', '*.{js,ts}'], ['a.js', '[ab].js'], ['b/a.js', '**/*.js'], ['a.js', 'a.?s']]) console.log(value, glob, path.matchesGlob(value, glob));
for (const run of [() => path.join('a', null), () => path.resolve('a', 5), () => path.normalize(), () => path.basename('a', 5), () => path.dirname({}), () => path.extname(Symbol.iterator), () => path.relative('a'), () => path.parse(1n), () => path.format('x'), () => path.format(null), () => path.isAbsolute(true)]) {
  try {
    console.log(run());
  } catch (error) {
    console.log(`${error.name} ${error.code} ${error.message}`);
  }
}
