import type { Place } from './conf-error.ts';
import type { ConnZone, Location, LogFormat, UpstreamConfig, VirtualServer } from './model.ts';
import type { ConfReader, Directive } from './reader.ts';
import type { ArgumentCount, ConfTools, Context, Scope } from './scope.ts';

/** One directive: where it may stand, and what it means. */
export interface Definition {
  readonly name: string;
  readonly contexts: readonly Context[];
  readonly args: ArgumentCount;
  /** A block's definition reads the block's statements too. */
  readonly isBlock: boolean;
  apply(directive: Directive, scope: Scope, tools: BlockTools): void;
}

/** What a block is read with. */
export interface BlockTools extends ConfTools {
  readonly reader: ConfReader;
  readonly draft: Draft;
  /** Reads the statements of a block as directives of `scope`. */
  /** Returns where it ends. */
  readBlock(scope: Scope): Place;
  /** Reads another file's statements as if they stood here. */
  include(directive: Directive, scope: Scope): void;
  withLocation(location: Location, action: () => void): void;
  withServer(server: VirtualServer, action: () => void): void;
  readonly server: VirtualServer | null;
}

/** A configuration while it is read. */
export interface Draft {
  events: Scope | null;
  http: Scope | null;
  httpEnd: Place | null;
  readonly servers: VirtualServer[];
  readonly upstreams: Map<string, UpstreamConfig>;
  readonly connZones: Map<string, ConnZone>;
  readonly logFormats: Map<string, LogFormat>;
}
