const v4Segment = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]\\d|\\d)';
const v4 = `(?:${v4Segment}\\.){3}${v4Segment}`;
const v6Segment = '(?:[0-9a-fA-F]{1,4})';

const IPV4 = new RegExp(`^${v4}$`);
const IPV6 = new RegExp(
  `^(?:${[
    `(?:${v6Segment}:){7}(?:${v6Segment}|:)`,
    `(?:${v6Segment}:){6}(?:${v4}|:${v6Segment}|:)`,
    `(?:${v6Segment}:){5}(?::${v4}|(?::${v6Segment}){1,2}|:)`,
    `(?:${v6Segment}:){4}(?:(?::${v6Segment}){0,1}:${v4}|(?::${v6Segment}){1,3}|:)`,
    `(?:${v6Segment}:){3}(?:(?::${v6Segment}){0,2}:${v4}|(?::${v6Segment}){1,4}|:)`,
    `(?:${v6Segment}:){2}(?:(?::${v6Segment}){0,3}:${v4}|(?::${v6Segment}){1,5}|:)`,
    `(?:${v6Segment}:){1}(?:(?::${v6Segment}){0,4}:${v4}|(?::${v6Segment}){1,6}|:)`,
    `(?::(?:(?::${v6Segment}){0,5}:${v4}|(?::${v6Segment}){1,7}|:))`,
  ].join('|')})(?:%[0-9a-zA-Z-.:]+)?$`,
);

export function isIPv4(input: string): boolean {
  return IPV4.test(input);
}

export function isIPv6(input: string): boolean {
  return IPV6.test(input);
}

/** 4, 6, or 0 for what is not an IP address. @see https://nodejs.org/api/net.html#netisipinput */
export function isIP(input: string): 0 | 4 | 6 {
  if (isIPv4(input)) return 4;
  return isIPv6(input) ? 6 : 0;
}
