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

const cores = () => globalThis.navigator?.hardwareConcurrency ?? 1;

/** Linux as the machine plays it: two cores' worth of a browser, a loopback interface, `/tmp` and `/home`. */
const os = {
  EOL: '\n',
  devNull: '/dev/null',
  constants: {
    signals: constantsOf('os', 'constants', 'signals'),
    errno: constantsOf('os', 'constants', 'errno'),
    priority: constantsOf('os', 'constants', 'priority'),
  },
  arch: () => 'x64',
  availableParallelism: cores,
  cpus: () =>
    Array.from({ length: cores() }, () => ({
      model: 'Browser',
      speed: 0,
      times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 },
    })),
  endianness: () => 'LE',
  freemem: () => memoryUsage().heapTotal - memoryUsage().heapUsed,
  getPriority: (_pid?: number) => 0,
  homedir: () => process.env.HOME ?? '/home',
  hostname: () => 'steady-stream',
  loadavg: () => [0, 0, 0],
  machine: () => 'x86_64',
  networkInterfaces: () => structuredClone(LOOPBACK),
  platform: () => 'linux',
  release: () => '6.1.0',
  setPriority: (_pid: number, _priority?: number) => {},
  tmpdir: () => process.env.TMPDIR ?? process.env.TMP ?? process.env.TEMP ?? '/tmp',
  totalmem: () => memoryUsage().heapTotal,
  type: () => 'Linux',
  uptime,
  userInfo: () => ({ uid: 1000, gid: 1000, username: 'learner', homedir: os.homedir(), shell: null as string | null }),
  version: () => '#1 SMP',
};

/** @see https://nodejs.org/api/os.html */
export default os;
