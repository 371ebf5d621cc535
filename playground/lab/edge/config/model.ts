import type { HttpRequest } from '../http/request.ts';
import type { Pattern } from '../variables/pattern.ts';
import type { Template } from '../variables/template.ts';
import type { LogLevel, Place } from './conf-error.ts';
import type { Scope } from './scope.ts';

/** Reads a variable of a request. Null when the request has no such thing. */
export type VariableReader = (request: HttpRequest) => string | null;

export interface Listen {
  /** As it is written in messages: `0.0.0.0:8000`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly isDefault: boolean;
  readonly place: Place;
}

export type ServerName =
  | { readonly kind: 'exact'; readonly name: string }
  /** `*.example.com`; with `.example.com` the name itself counts too. */
  | { readonly kind: 'suffix'; readonly suffix: string; readonly bare: string | null }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'regex'; readonly pattern: Pattern };

export interface VirtualServer {
  readonly scope: Scope;
  readonly listens: Listen[];
  readonly names: { readonly text: string; readonly match: ServerName }[];
  readonly locations: Locations;
  readonly named: Map<string, Location>;
}

export interface Locations {
  /** `=`. */
  readonly exact: Map<string, Location>;
  /** Plain and `^~`. */
  readonly prefixes: Map<string, Location>;
  /** In order of appearance. */
  readonly patterns: { readonly pattern: Pattern; readonly location: Location }[];
}

export type LocationKind = 'exact' | 'prefix' | 'prefix-final' | 'regex' | 'named';

export interface Location {
  readonly scope: Scope;
  readonly kind: LocationKind;
  readonly name: string;
  readonly locations: Locations;
}

export function noLocations(): Locations {
  return { exact: new Map(), prefixes: new Map(), patterns: [] };
}

export interface UpstreamServer {
  /** As written: what `hash … consistent` hashes and what logs show. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly weight: number;
  readonly maxFails: number;
  readonly failTimeoutMs: number;
  readonly maxConnections: number;
  readonly backup: boolean;
  readonly down: boolean;
}

export type Balancing =
  | { readonly method: 'round-robin' | 'least-conn' | 'ip-hash' | 'random' }
  | { readonly method: 'hash'; readonly key: Template; readonly consistent: boolean };

export interface UpstreamConfig {
  readonly name: string;
  readonly scope: Scope;
  readonly servers: UpstreamServer[];
  balancing: Balancing;
  /** How many idle connections are kept; 0 without `keepalive`. */
  keepalive: number;
}

export interface ConnZone {
  readonly name: string;
  readonly key: Template;
}

export interface LogFormat {
  readonly template: Template;
  readonly escape: 'default' | 'json' | 'none';
}

/** A configuration that was accepted. */
export interface Config {
  readonly file: string;
  readonly prefix: string;
  readonly main: Scope;
  readonly servers: readonly VirtualServer[];
  readonly upstreams: ReadonlyMap<string, UpstreamConfig>;
  readonly variables: ReadonlyMap<string, VariableReader>;
  readonly connZones: ReadonlyMap<string, ConnZone>;
  readonly logFormats: ReadonlyMap<string, LogFormat>;
  /** Lines about what is known and not modelled, or not as it seems. */
  readonly warnings: readonly string[];
  readonly workerConnections: number;
}

export interface LogTarget {
  /** `stderr`, or a path. */
  readonly path: string;
  readonly level: LogLevel;
}
