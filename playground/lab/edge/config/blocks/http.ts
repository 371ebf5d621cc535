import { ConfError } from '../conf-error.ts';
import type { Definition } from '../definition.ts';
import { readStatements } from '../reader.ts';
import { Scope, Setting } from '../scope.ts';
import { firstArg, invalidParameter, parseSize } from '../values.ts';

const events: Definition = {
  name: 'events',
  contexts: ['main'],
  args: 0,
  isBlock: true,
  apply: (directive, main, tools) => {
    if (tools.draft.events) throw new ConfError('"events" directive is duplicate', directive.place);
    tools.draft.events = new Scope('events', main);
    tools.readBlock(tools.draft.events);
  },
};

const http: Definition = {
  name: 'http',
  contexts: ['main'],
  args: 0,
  isBlock: true,
  apply: (directive, main, tools) => {
    if (tools.draft.http) throw new ConfError('"http" directive is duplicate', directive.place);
    tools.draft.http = new Scope('http', main);
    tools.draft.httpEnd = tools.readBlock(tools.draft.http);
  },
};

const MIME_DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html'],
  ['gif', 'image/gif'],
  ['jpg', 'image/jpeg'],
]);

/** Media types by file extension. */
export const mimeTypes = new Setting<ReadonlyMap<string, string>>({
  name: 'types',
  parse: () => MIME_DEFAULTS,
  initial: MIME_DEFAULTS,
});

const types: Definition = {
  name: 'types',
  contexts: ['http', 'server', 'location'],
  args: 0,
  isBlock: true,
  apply: (_directive, scope, tools) => {
    const table = new Map(mimeTypes.isSetIn(scope) ? mimeTypes.get(scope) : []);
    readStatements(tools.reader, 'block', (entry) => {
      if (entry.name === 'include') tools.include(entry, scope);
      else for (const extension of entry.args) table.set(extension.toLowerCase(), entry.name);
    });
    mimeTypes.set(scope, table);
  },
};

const limitConnZone: Definition = {
  name: 'limit_conn_zone',
  contexts: ['http'],
  args: 2,
  isBlock: false,
  apply: (directive, _scope, tools) => {
    const [key = '', parameter = ''] = directive.args;
    const match = /^zone=([^:]+):(.+)$/.exec(parameter);
    if (!match) {
      const isZone = parameter.startsWith('zone=');
      throw isZone
        ? new ConfError(`invalid zone size "${parameter}"`, directive.place)
        : invalidParameter(directive, parameter);
    }
    const [, name = '', written = ''] = match;
    const size = parseSize(written);
    if (size === null) throw new ConfError(`invalid zone size "${parameter}"`, directive.place);
    if (size < 8 * 4096) throw new ConfError(`zone "${parameter}" is too small`, directive.place);
    if (tools.draft.connZones.has(name)) {
      throw new ConfError(`limit_conn_zone "${name}" is already bound to key "${key}"`, directive.place);
    }
    tools.draft.connZones.set(name, { name, key: tools.template(key, directive) });
  },
};

const logFormat: Definition = {
  name: 'log_format',
  contexts: ['http'],
  args: [2, 64],
  isBlock: false,
  apply: (directive, _scope, tools) => {
    const name = firstArg(directive);
    if (name === 'combined' || tools.draft.logFormats.has(name)) {
      throw new ConfError(`duplicate "log_format" name "${name}"`, directive.place);
    }
    const words = directive.args.slice(1);
    const escaping = /^escape=(.*)$/.exec(words[0] ?? '')?.[1];
    if (escaping !== undefined) words.shift();
    const known = (['default', 'json', 'none'] as const).find((candidate) => candidate === (escaping ?? 'default'));
    if (!known) throw new ConfError(`unknown log format escaping "${escaping}"`, directive.place);
    tools.draft.logFormats.set(name, { template: tools.template(words.join(''), directive), escape: known });
  },
};

export const httpDefinitions = [events, http, types, limitConnZone, logFormat];
