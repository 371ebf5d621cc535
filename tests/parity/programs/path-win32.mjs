import { win32 } from 'node:path';

console.log(win32.sep, win32.delimiter);
const paths = ['', '\\', '/', 'C:', 'C:\\', 'C:/a', 'C:a', 'C:\\a\\b', 'c:..\\x', 'D:\\a.txt\\', '\\a\\..\\b', 'a\\b\\', 'a/b\\c', '\\\\srv\\share', '\\\\srv\\share\\a', '//srv/share/a/..', '\\\\', '..\\..\\a', '.\\a', 'a\\..\\..', 'C:\\..\\a', 'file.tar.gz', '.x', 'C:.', 'C:\\a\\.\\b\\..\\c'];
for (const value of paths) console.log(value, [win32.normalize(value), win32.isAbsolute(value), win32.dirname(value), win32.basename(value), win32.extname(value), win32.parse(value), win32.format(win32.parse(value)), win32.resolve('C:\\base', value)]);
for (const [from, to] of [['C:\\a\\b', 'C:\\a\\c'], ['C:\\a', 'D:\\b'], ['c:\\A', 'C:\\a\\b'], ['\\\\srv\\s\\a', '\\\\srv\\s\\b'], ['C:\\', 'C:\\x'], ['C:\\a\\b', 'C:\\']]) console.log(from, to, win32.relative(from, to));
for (const parts of [['a', 'b'], ['', 'a'], ['\\\\a', 'b'], ['c:', 'x'], ['\\', '\\x'], ['//srv', 'share', 'x'], ['a\\', '/b'], []]) console.log(parts, win32.join(...parts));
console.log(win32.toNamespacedPath('C:\\x'), win32.toNamespacedPath('\\\\srv\\share\\x'), win32.basename('C:\\a\\b.txt', '.txt'), win32.format({ dir: 'C:\\x', base: 'y' }), win32.matchesGlob('a\\b.js', 'a\\*.js'));
for (const run of [() => win32.join('a', 5), () => win32.dirname(), () => win32.relative('a', {})]) {
  try {
    console.log(run());
  } catch (error) {
    console.log(`${error.name} ${error.code} ${error.message}`);
  }
}
