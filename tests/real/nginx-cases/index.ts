import type { NginxCase } from '../nginx-case.ts';
import { BALANCING } from './balancing.ts';
import { ENDS } from './ends.ts';
import { ERRORS } from './errors.ts';
import { HEADERS } from './headers.ts';
import { LATENCY } from './latency.ts';
import { RELOADS } from './reloads.ts';
import { ROUTING } from './routing.ts';
import { TIMEOUTS } from './timeouts.ts';

export const ALL_CASES: readonly (readonly [group: string, cases: readonly NginxCase[]])[] = [
  ['when events arrive', LATENCY],
  ['how streams end', ENDS],
  ['timeouts', TIMEOUTS],
  ['errors', ERRORS],
  ['balancing', BALANCING],
  ['headers', HEADERS],
  ['routing', ROUTING],
  ['reloads', RELOADS],
];
