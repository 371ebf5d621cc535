import { MIMEType, parseArgs, parseEnv } from 'node:util';

const attempt = (config) => {
  try {
    const { values, positionals, tokens } = parseArgs(config);
    console.log({ ...values }, positionals, tokens ?? '');
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
};
const options = {
  verbose: { type: 'boolean', short: 'v' },
  color: { type: 'boolean', default: true },
  file: { type: 'string', short: 'f' },
  tag: { type: 'string', multiple: true, short: 't' },
  level: { type: 'string', default: 'info' },
};
for (const args of [
  [], ['-v'], ['--verbose', '--file', 'a.txt'], ['--file=a=b'], ['-fa.txt'], ['-vf', 'x'], ['-vfx'], ['-t', '1', '--tag=2', '-t3'], ['--file='], ['--level', 'debug'],
  ['--unknown'], ['-x'], ['--file'], ['--verbose=yes'], ['-f', '-v'], ['--file', '--verbose'], ['pos'], ['--', '--verbose'], ['--no-color'], ['-'], ['--fil', 'x'], ['--__proto__'],
]) attempt({ args, options });
attempt({ args: ['a', '-v', 'b', '--', '-v'], options, allowPositionals: true, tokens: true });
attempt({ args: ['--no-color', '--no-verbose'], options, allowNegative: true, tokens: true });
attempt({ args: ['--no-file', 'x'], options, allowNegative: true });
attempt({ args: ['--any', '--thing=1', '-abc', 'pos'], strict: false });
attempt({ args: ['--unknown'], options, allowPositionals: true });
attempt({ args: ['-f', 'x', '-f', 'y'], options });
attempt({ args: [], options: { x: { type: 'number' } } });
attempt({ args: [], options: { x: { type: 'string', short: 'xx' } } });
attempt({ args: [], options: { x: {} } });

console.log({ ...parseEnv('A=1\nB = two words \nexport C="quoted # not a comment" # comment\nD=\'single\\n\'\nE="line\\nbreak"\n# whole line\n\nF=\nG=a#b\nno equals\nH="multi\nline"\nI=`back`') });
for (const text of ['text/html; charset=utf-8', 'TEXT/Event-Stream', 'a/b;x="q;\\"r";y= z ;x=2', 'text', 'text/', '/html', 'te xt/html', '', 'a/b;;=;c']) {
  try {
    const type = new MIMEType(text);
    console.log(String(type), type.essence, type.type, type.subtype, [...type.params], JSON.stringify(type));
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
const type = new MIMEType('text/plain');
type.params.set('charset', 'utf 8');
type.subtype = 'Other';
console.log(String(type), type.params.has('charset'), type.params.get('nope'), type.params.delete('charset'), String(type));
