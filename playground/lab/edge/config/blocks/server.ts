import { ConfError } from '../conf-error.ts';
import type { BlockTools, Definition } from '../definition.ts';
import { noLocations, type ServerName, type VirtualServer } from '../model.ts';
import type { Directive } from '../reader.ts';
import { Scope } from '../scope.ts';

function parseName(text: string, directive: Directive, tools: BlockTools): ServerName {
  const name = text.toLowerCase();
  if (text.startsWith('~')) return { kind: 'regex', pattern: tools.pattern(text.slice(1), directive, true) };
  if (name.startsWith('*.')) return { kind: 'suffix', suffix: name.slice(1), bare: null };
  if (name.startsWith('.')) return { kind: 'suffix', suffix: name, bare: name.slice(1) };
  if (name.endsWith('.*')) return { kind: 'prefix', prefix: name.slice(0, -1) };
  if (name.includes('*')) throw new ConfError(`invalid server name or wildcard "${text}"`, directive.place);
  return { kind: 'exact', name };
}

const serverName: Definition = {
  name: 'server_name',
  contexts: ['server'],
  args: [1, 64],
  isBlock: false,
  apply: (directive, _scope, tools) => {
    for (const text of directive.args) {
      tools.server?.names.push({ text, match: parseName(text, directive, tools) });
    }
  },
};

const DEFAULT_PORT = 80;

const server: Definition = {
  name: 'server',
  contexts: ['http'],
  args: 0,
  isBlock: true,
  apply: (directive, http, tools) => {
    const scope = new Scope('server', http);
    const virtual: VirtualServer = { scope, listens: [], names: [], locations: noLocations(), named: new Map() };
    tools.draft.servers.push(virtual);
    tools.withServer(virtual, () => tools.readBlock(scope));
    if (virtual.listens.length === 0) {
      const { place } = directive;
      virtual.listens.push({ name: '0.0.0.0:80', host: '0.0.0.0', port: DEFAULT_PORT, isDefault: false, place });
    }
  },
};

export const serverDefinitions = [server, serverName];

/** What is wrong only between servers: two defaults for one port; the same name twice is a warning. */
export function checkServers(servers: readonly VirtualServer[], warn: (text: string) => void): void {
  const defaults = new Set<string>();
  const names = new Set<string>();
  for (const virtual of servers) {
    for (const listen of virtual.listens) {
      if (listen.isDefault) {
        if (defaults.has(listen.name))
          throw new ConfError(`a duplicate default server for ${listen.name}`, listen.place);
        defaults.add(listen.name);
      }
      for (const { text } of virtual.names.length > 0 ? virtual.names : [{ text: '' }]) {
        const key = `${text} ${listen.name}`;
        if (names.has(key)) warn(`conflicting server name "${text}" on ${listen.name}, ignored`);
        names.add(key);
      }
    }
  }
}
