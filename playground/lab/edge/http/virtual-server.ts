import type { Config, ServerName, VirtualServer } from '../config/model.ts';

function fits(match: ServerName, host: string): number {
  switch (match.kind) {
    case 'exact':
      return match.name === host ? 4000 : 0;
    case 'suffix':
      return host.endsWith(match.suffix) || host === match.bare ? 3000 + Math.min(999, match.suffix.length) : 0;
    case 'prefix':
      return host.startsWith(match.prefix) ? 2000 + Math.min(999, match.prefix.length) : 0;
    case 'regex':
      return match.pattern.regex.test(host) ? 1000 : 0;
  }
}

/**
 * The server that answers on a port for a host: its exact name, then the longest wildcard at the front, then at the end,
 * then the first pattern, else the port's default.
 *
 * @see https://nginx.org/en/docs/http/server_names.html
 */
export function findServer({ servers }: Config, listenName: string, host: string): VirtualServer | null {
  const here = servers.filter((server) => server.listens.some(({ name }) => name === listenName));
  let best: VirtualServer | null = null;
  let bestScore = 0;
  for (const server of here) {
    for (const { match } of server.names) {
      const score = fits(match, host);
      if (score > bestScore) {
        best = server;
        bestScore = score;
      }
    }
  }
  const isDefault = (server: VirtualServer) =>
    server.listens.some((listen) => listen.name === listenName && listen.isDefault);
  return best ?? here.find(isDefault) ?? here[0] ?? null;
}
