import { parseAddress, resolveHost } from '../address.ts';
import { ConfError } from '../conf-error.ts';
import type { BlockTools, Definition } from '../definition.ts';
import type { Balancing, UpstreamConfig, UpstreamServer } from '../model.ts';
import type { Directive } from '../reader.ts';
import { Scope, Setting } from '../scope.ts';
import { firstArg, integer, invalidParameter, parseTime, time } from '../values.ts';

const UPSTREAM = ['upstream'] as const;

export const upstreamKeepaliveTimeout = new Setting({
  name: 'keepalive_timeout',
  contexts: UPSTREAM,
  parse: time,
  initial: 60_000,
});
export const upstreamKeepaliveRequests = new Setting({
  name: 'keepalive_requests',
  contexts: UPSTREAM,
  parse: integer,
  initial: 1000,
});
export const upstreamKeepaliveTime = new Setting({
  name: 'keepalive_time',
  contexts: UPSTREAM,
  parse: time,
  initial: 3_600_000,
});

/** The upstream of a scope: its directives belong to the group that is being read. */
const groups = new WeakMap<Scope, UpstreamConfig>();

function groupOf(scope: Scope): UpstreamConfig {
  const group = groups.get(scope);
  if (!group) throw new Error('An upstream has no group.');
  return group;
}

function numberParameter(directive: Directive, parameter: string): number {
  const value = parameter.slice(parameter.indexOf('=') + 1);
  if (!/^\d+$/.test(value)) throw invalidParameter(directive, parameter);
  return Number(value);
}

export function parseUpstreamServer(directive: Directive): UpstreamServer {
  const [text = '', ...parameters] = directive.args;
  if (text.startsWith('unix:')) {
    throw new ConfError(`a UNIX socket in upstream "${text}" is not modelled here`, directive.place);
  }
  const address = parseAddress(text, 80);
  if (typeof address === 'string') throw new ConfError(`${address} in upstream "${text}"`, directive.place);
  const host = resolveHost(address.host);
  if (host === null) throw new ConfError(`host not found in upstream "${text}"`, directive.place);

  let server: UpstreamServer = {
    name: text,
    host,
    port: address.port,
    weight: 1,
    maxFails: 1,
    failTimeoutMs: 10_000,
    maxConnections: 0,
    backup: false,
    down: false,
  };
  for (const parameter of parameters) {
    if (parameter === 'backup') server = { ...server, backup: true };
    else if (parameter === 'down') server = { ...server, down: true };
    else if (parameter.startsWith('weight=')) {
      const weight = numberParameter(directive, parameter);
      if (weight === 0) throw invalidParameter(directive, parameter);
      server = { ...server, weight };
    } else if (parameter.startsWith('max_fails=')) {
      server = { ...server, maxFails: numberParameter(directive, parameter) };
    } else if (parameter.startsWith('max_conns=')) {
      server = { ...server, maxConnections: numberParameter(directive, parameter) };
    } else if (parameter.startsWith('fail_timeout=')) {
      const failTimeoutMs = parseTime(parameter.slice('fail_timeout='.length));
      if (failTimeoutMs === null) throw invalidParameter(directive, parameter);
      server = { ...server, failTimeoutMs };
    } else throw invalidParameter(directive, parameter);
  }
  return server;
}

function balancing(
  name: string,
  args: Definition['args'],
  parse: (directive: Directive, tools: BlockTools) => Balancing,
) {
  const definition: Definition = {
    name,
    contexts: UPSTREAM,
    args,
    isBlock: false,
    apply: (directive, scope, tools) => {
      const group = groupOf(scope);
      const chosen = parse(directive, tools);
      if (group.balancing.method !== 'round-robin') {
        tools.warnAsNginx('load balancing method redefined', directive);
      }
      if (chosen.method !== 'round-robin' && chosen.method !== 'least-conn') {
        for (const server of group.servers) if (server.backup) throw notSupported(directive);
      }
      group.balancing = chosen;
    },
  };
  return definition;
}

function notSupported(directive: Directive): ConfError {
  return new ConfError('balancing method does not support parameter "backup"', directive.place);
}

const server: Definition = {
  name: 'server',
  contexts: UPSTREAM,
  args: [1, 16],
  isBlock: false,
  apply: (directive, scope) => {
    const group = groupOf(scope);
    const parsed = parseUpstreamServer(directive);
    const { method } = group.balancing;
    if (parsed.backup && method !== 'round-robin' && method !== 'least-conn') throw notSupported(directive);
    group.servers.push(parsed);
  },
};

const keepalive: Definition = {
  name: 'keepalive',
  contexts: UPSTREAM,
  args: 1,
  isBlock: false,
  apply: (directive, scope) => {
    const group = groupOf(scope);
    if (group.keepalive > 0) throw new ConfError('"keepalive" directive is duplicate', directive.place);
    const count = /^\d+$/.test(firstArg(directive)) ? Number(firstArg(directive)) : 0;
    if (count === 0)
      throw new ConfError(`invalid value "${firstArg(directive)}" in "keepalive" directive`, directive.place);
    group.keepalive = count;
  },
};

function parseHash(directive: Directive, tools: BlockTools): Balancing {
  const [key = '', parameter] = directive.args;
  if (parameter !== undefined && parameter !== 'consistent') throw invalidParameter(directive, parameter);
  return { method: 'hash', key: tools.template(key, directive), consistent: parameter !== undefined };
}

const upstream: Definition = {
  name: 'upstream',
  contexts: ['http'],
  args: 1,
  isBlock: true,
  apply: (directive, http, tools) => {
    const name = firstArg(directive);
    if (tools.draft.upstreams.has(name.toLowerCase())) {
      throw new ConfError(`duplicate upstream "${name}"`, directive.place);
    }
    const scope = new Scope('upstream', http);
    const group: UpstreamConfig = { name, scope, servers: [], balancing: { method: 'round-robin' }, keepalive: 0 };
    groups.set(scope, group);
    tools.draft.upstreams.set(name.toLowerCase(), group);
    tools.readBlock(scope);
    if (group.servers.length === 0) throw new ConfError('no servers are inside upstream', tools.reader.place);
    if (group.servers.every((candidate) => candidate.backup)) {
      const { place } = directive;
      tools.atEnd(() => {
        throw new ConfError(`no servers in upstream "${name}"`, place);
      });
    }
  },
};

export const upstreamDefinitions: readonly Definition[] = [
  upstream,
  server,
  keepalive,
  balancing('least_conn', 0, () => ({ method: 'least-conn' })),
  balancing('ip_hash', 0, () => ({ method: 'ip-hash' })),
  balancing('hash', [1, 2], parseHash),
  balancing('random', [0, 2], (directive, tools) => {
    if (directive.args.length > 0) tools.warn('"random two" is modelled as "random"', directive);
    return { method: 'random' };
  }),
  upstreamKeepaliveTimeout,
  upstreamKeepaliveRequests,
  upstreamKeepaliveTime,
];
