import { httpDefinitions } from './blocks/http.ts';
import { listen } from './blocks/listen.ts';
import { locationDefinitions } from './blocks/location.ts';
import { map } from './blocks/map.ts';
import { serverDefinitions } from './blocks/server.ts';
import { upstreamDefinitions } from './blocks/upstream.ts';
import type { Definition } from './definition.ts';
import * as core from './settings/core.ts';
import * as gzip from './settings/gzip.ts';
import * as limits from './settings/limits.ts';
import * as log from './settings/log.ts';
import * as proxy from './settings/proxy.ts';
import { rewriteDirectives } from './settings/rewrite.ts';

const ALL: readonly Definition[] = [
  ...httpDefinitions,
  listen,
  ...locationDefinitions,
  map,
  ...serverDefinitions,
  ...upstreamDefinitions,
  ...rewriteDirectives,
  ...Object.values(core),
  ...Object.values(gzip),
  ...Object.values(limits),
  ...Object.values(log),
  ...Object.values(proxy),
];

/** Every directive that is modelled. One name may mean something else in another context: `server`, `keepalive_timeout`. */
export const DEFINITIONS: ReadonlyMap<string, readonly Definition[]> = Map.groupBy(ALL, ({ name }) => name);
