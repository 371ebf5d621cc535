import { Buffer } from './buffer.ts';
import { invalidArgType, outOfRange } from './net/coded-error.ts';
import { memoryUsage, uptime } from './process/usage.ts';
import { constantsOf } from './unsupported/stand-in.ts';

const LOOPBACK = {
  lo: [
    {
      address: '127.0.0.1',
      netmask: '255.0.0.0',
      family: 'IPv4',
      mac: '00:00:00:00:00:00',
      internal: true,
      cidr: '127.0.0.1/8',
    },
    {
      address: '::1',
      netmask: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      family: 'IPv6',
      mac: '00:00:00:00:00:00',
      internal: true,
      cidr: '::1/128',
      scopeid: 0,
    },
  ],
};

/** What a browser gives a page at most; what the device has is not the page's business. */
const MEMORY_BYTES = 4 * 1024 ** 3;

const table = (name: string): Readonly<Record<string, number>> =>
  Object.freeze(Object.assign(Object.create(null), constantsOf('os', 'constants', name)));

const constants: object = Object.assign(Object.create(null), {
  UV_UDP_REUSEADDR: 4,
  dlopen: table('dlopen'),
  errno: table('errno'),
  signals: table('signals'),
  priority: table('priority'),
});

const cores = () => globalThis.navigator?.hardwareConcurrency ?? 1;

/** Functions of which the text is their result: `${os.hostname}`. */
function readable<T>(name: string, value: () => T): () => T {
  return Object.defineProperties(value, {
    name: { value: name },
    [Symbol.toPrimitive]: { value, configurable: true },
  });
}

function checkPid(pid: unknown): void {
  if (typeof pid !== 'number') throw invalidArgType('pid', 'of type number', pid);
  if (!Number.isInteger(pid)) throw outOfRange('pid', 'an integer', pid);
}

function setPriority(pid: unknown, given?: unknown): void {
  const [id, priority] = given === undefined ? [0, pid] : [pid, given];
  checkPid(id);
  if (typeof priority !== 'number') throw invalidArgType('priority', 'of type number', priority);
  if (!(priority >= -20 && priority <= 19)) throw outOfRange('priority', '>= -20 && <= 19', priority);
}

function getPriority(pid: unknown = 0): number {
  checkPid(pid);
  return 0;
}

const homedir = readable('homedir', () => process.env.HOME ?? '/home');

function userInfo(options?: { encoding?: string }): Record<string, unknown> {
  const inBytes = options?.encoding === 'buffer';
  const shown = (text: string) => (inBytes ? Buffer.from(text) : text);
  return { uid: 1000, gid: 1000, username: shown('learner'), homedir: shown(homedir()), shell: null };
}

/** Linux as the machine plays it: a browser's cores, a loopback interface, `/tmp` and `/home`. @see https://nodejs.org/api/os.html */
export default {
  arch: readable('arch', () => 'x64'),
  availableParallelism: readable('availableParallelism', cores),
  cpus: () =>
    Array.from({ length: cores() }, () => ({
      model: 'Browser',
      speed: 0,
      times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 },
    })),
  endianness: readable('endianness', () => 'LE'),
  freemem: readable('freemem', () => Math.max(0, MEMORY_BYTES - memoryUsage().heapUsed)),
  getPriority,
  homedir,
  hostname: readable('hostname', () => 'steady-stream'),
  loadavg: () => [0, 0, 0],
  networkInterfaces: () => structuredClone(LOOPBACK),
  platform: readable('platform', () => 'linux'),
  release: readable('release', () => '6.1.0'),
  setPriority,
  tmpdir: readable('tmpdir', () => process.env.TMPDIR || process.env.TMP || process.env.TEMP || '/tmp'),
  totalmem: readable('totalmem', () => MEMORY_BYTES),
  type: readable('type', () => 'Linux'),
  userInfo,
  uptime: readable('uptime', uptime),
  version: readable('version', () => '#1 SMP'),
  machine: readable('machine', () => 'x86_64'),
  constants,
  EOL: '\n',
  devNull: '/dev/null',
};
