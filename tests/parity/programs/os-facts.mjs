import os from 'node:os';
import fs from 'node:fs';
console.log(Object.keys(os).sort().join());
console.log(os.EOL, os.devNull, os.platform(), os.type(), os.endianness(), os.arch(), os.machine());
for (const name of Object.keys(os).sort()) {
  const value = os[name];
  if (typeof value !== 'function' || name === 'setPriority') continue;
  const result = value();
  console.log(name, Array.isArray(result) ? 'array' : typeof result, `${value}`.length > 0);
}
console.log(`${os.hostname}` === os.hostname(), `${os.platform}`, +os.uptime > 0, os.uptime() > 0);
console.log(Object.keys(os.constants).sort().join(), os.constants.signals.SIGTERM, os.constants.errno.ENOENT, os.constants.priority, Object.isFrozen(os.constants.signals));
console.log(Object.keys(os.userInfo()).sort().join(), Object.keys(os.cpus()[0]).join(), Object.keys(os.cpus()[0].times).join(), os.loadavg().length, os.availableParallelism() >= 1);
console.log(os.networkInterfaces().lo?.find(({ family }) => family === 'IPv4'));
console.log(fs.statSync(os.tmpdir()).isDirectory(), os.homedir().startsWith('/'), os.totalmem() > 0, os.freemem() >= 0, os.getPriority());
for (const call of [() => os.getPriority('x'), () => os.setPriority('x'), () => os.setPriority(0, 99), () => os.userInfo({ encoding: 'buffer' }).username instanceof Uint8Array]) {
  try {
    console.log(call());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
