import { isIP } from 'node:net';
import { addressName } from '../address.ts';
import { ConfError } from '../conf-error.ts';
import type { Definition } from '../definition.ts';
import type { Listen } from '../model.ts';
import type { Directive } from '../reader.ts';
import type { ConfTools } from '../scope.ts';
import { invalidParameter } from '../values.ts';

/** Parameters that a browser or a learner's server could not tell apart from their absence. */
const UNFELT =
  /^(?:bind|deferred|reuseport|(?:backlog|rcvbuf|sndbuf|setfib|fastopen|accept_filter|ipv6only|so_keepalive)=.+)$/;

function parseEndpoint(directive: Directive, text: string): { readonly host: string; readonly port: number } {
  const invalid = (what: string) => new ConfError(`${what} in "${text}" of the "listen" directive`, directive.place);
  if (text.startsWith('unix:')) throw invalid('a UNIX socket, which is not modelled here,');
  const match = /^(?:(\[[^\]]*\]|[^:]+):)?(\d+)$/.exec(text) ?? /^(\[[^\]]*\]|[^:]+)()$/.exec(text);
  if (!match) throw invalid('invalid port');
  const written = (match[1] ?? '*').replace(/^\[|\]$/g, '');
  const port = match[2] === '' ? 80 : Number(match[2]);
  if (port < 1 || port > 65535) throw invalid('invalid port');
  const host = written === '*' ? '0.0.0.0' : written === 'localhost' ? '127.0.0.1' : written;
  if (isIP(host) === 0) throw invalid('host not found');
  return { host, port };
}

export function parseListen(directive: Directive, tools: ConfTools): Listen {
  const [text = '', ...parameters] = directive.args;
  let isDefault = false;
  for (const parameter of parameters) {
    if (parameter === 'default_server' || parameter === 'default') isDefault = true;
    else if (parameter === 'ssl' || parameter === 'http2' || parameter === 'proxy_protocol') {
      tools.warn(`the "${parameter}" parameter of "listen" is known but not modelled here`, directive);
    } else if (!UNFELT.test(parameter)) throw invalidParameter(directive, parameter);
  }
  const endpoint = parseEndpoint(directive, text);
  return { ...endpoint, name: addressName(endpoint), isDefault, place: directive.place };
}

export const listen: Definition = {
  name: 'listen',
  contexts: ['server'],
  args: [1, 16],
  isBlock: false,
  apply: (directive, _scope, tools) => {
    const parsed = parseListen(directive, tools);
    if (tools.server?.listens.some((other) => other.name === parsed.name)) {
      throw new ConfError(`a duplicate listen ${parsed.name}`, directive.place);
    }
    tools.server?.listens.push(parsed);
  },
};
