import { codedError, invalidArgType, invalidArgValue } from './coded-error.ts';
import { isIP } from './ip.ts';

type Family = 'ipv4' | 'ipv6';

interface Range {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
  readonly rule: string;
}

export interface SocketAddressOptions {
  address?: string;
  family?: Family;
  port?: number;
  flowlabel?: number;
}

/** @see https://nodejs.org/api/net.html#class-netsocketaddress */
export class SocketAddress {
  readonly address: string;
  readonly family: Family;
  readonly port: number;
  readonly flowlabel: number;

  constructor({ family = 'ipv4', address, port = 0, flowlabel = 0 }: SocketAddressOptions = {}) {
    this.family = family;
    this.address = address ?? (family === 'ipv6' ? '::' : '127.0.0.1');
    this.port = port;
    this.flowlabel = flowlabel;
    parse(this.address, family);
  }

  static isSocketAddress(value: unknown): value is SocketAddress {
    return value instanceof SocketAddress;
  }
}

/** @see https://nodejs.org/api/net.html#class-netblocklist */
export class BlockList {
  readonly #ranges: Range[] = [];

  static isBlockList(value: unknown): value is BlockList {
    return value instanceof BlockList;
  }

  /** Addresses first, and the newest before the others, as Node lists them. */
  get rules(): string[] {
    const rules = this.#ranges.map((range) => range.rule).reverse();
    const isAddress = (rule: string) => rule.startsWith('Address');
    return [...rules.filter(isAddress), ...rules.filter((rule) => !isAddress(rule))];
  }

  addAddress(address: string | SocketAddress, family?: Family): void {
    const { text, kind } = read(address, family);
    const value = parse(text, kind);
    this.#ranges.push({ family: kind, first: value, last: value, rule: `Address: ${label(kind)} ${text}` });
  }

  addRange(start: string | SocketAddress, end: string | SocketAddress, family?: Family): void {
    const from = read(start, family);
    const to = read(end, family);
    const first = parse(from.text, from.kind);
    const last = parse(to.text, to.kind);
    if (first > last) throw invalidArgValue('start', from.text, 'must come before end');
    this.#ranges.push({ family: from.kind, first, last, rule: `Range: ${label(from.kind)} ${from.text}-${to.text}` });
  }

  addSubnet(net: string | SocketAddress, prefix: number, family?: Family): void {
    const { text, kind } = read(net, family);
    const bits = kind === 'ipv4' ? 32 : 128;
    if (!Number.isInteger(prefix) || prefix < 0 || prefix > bits) {
      throw codedError(
        RangeError,
        'ERR_OUT_OF_RANGE',
        `The value of "prefix" is out of range. It must be >= 0 && <= ${bits}. Received ${prefix}`,
      );
    }
    const size = 1n << BigInt(bits - prefix);
    const first = (parse(text, kind) / size) * size;
    this.#ranges.push({
      family: kind,
      first,
      last: first + size - 1n,
      rule: `Subnet: ${label(kind)} ${text}/${prefix}`,
    });
  }

  /** An IPv4-mapped IPv6 address is checked as the IPv4 address that it is. */
  check(address: string | SocketAddress, family?: Family): boolean {
    const { text, kind } = read(address, family);
    if (isIP(text) !== (kind === 'ipv4' ? 4 : 6)) return false;
    const value = parse(text, kind);
    const mapped = kind === 'ipv6' && value >> 32n === 0xffffn ? value & 0xffffffffn : null;
    return this.#ranges.some(
      (range) => contains(range, kind, value) || (mapped !== null && contains(range, 'ipv4', mapped)),
    );
  }
}

function contains(range: Range, family: Family, value: bigint): boolean {
  return range.family === family && range.first <= value && value <= range.last;
}

function read(address: string | SocketAddress, family: Family = 'ipv4'): { text: string; kind: Family } {
  if (address instanceof SocketAddress) return { text: address.address, kind: address.family };
  if (typeof address !== 'string') throw invalidArgType('address', 'of type string', address);
  return { text: address, kind: family };
}

function label(family: Family): string {
  return family === 'ipv4' ? 'IPv4' : 'IPv6';
}

function parse(address: string, family: Family): bigint {
  if (isIP(address) !== (family === 'ipv4' ? 4 : 6)) {
    throw codedError(Error, 'ERR_INVALID_ADDRESS', 'Invalid socket address');
  }
  return family === 'ipv4' ? parseIPv4(address) : parseIPv6(address.replace(/%.*$/, ''));
}

function parseIPv4(address: string): bigint {
  return address.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseIPv6(address: string): bigint {
  const dotted = address.match(/(?<=:)[\d.]+\.[\d.]+$/)?.[0];
  const embedded = dotted ? parseIPv4(dotted) : null;
  const text =
    dotted && embedded !== null
      ? `${address.slice(0, -dotted.length)}${(embedded >> 16n).toString(16)}:${(embedded & 0xffffn).toString(16)}`
      : address;
  const [head = '', tail] = text.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}
