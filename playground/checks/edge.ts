import { CheckFailure } from './failure.ts';
import type { Server } from './server.ts';

/** The reverse proxy: what a check asks of a server it can ask of the edge, which passes it on. */
export type Edge = Server;

export type EdgeOptions = EdgeConf & {
  /**
   * Which server stands for which port of the conf: `{ 3001: a, 3002: b }`. A port that nobody stands for refuses
   * connections, or leads to whatever has it on this host.
   */
  readonly servers: Readonly<Record<number, { readonly port: number }>>;
};

/** An `nginx.conf`: its text, as a lesson wrote it, or the name of the learner's file. */
export type EdgeConf = { readonly conf: string } | { readonly file: string };

/** What an edge that does not start says of its conf: nginx's own words. */
export function refusedConf(output: readonly string[], file: string): CheckFailure | null {
  const line = output.find((each) => each.includes('[emerg]'));
  if (line === undefined) return null;
  return new CheckFailure({ expected: `nginx starts with ${file}`, seen: line });
}

/** For the way back: each port of this check, as `:3001` in the conf. */
export function portNames(conf: string, servers: EdgeOptions['servers'], listen: number): ReadonlyMap<number, string> {
  const first = /[\s;{]listen\s+(?:[^\s;]*:)?(\d+)\b/.exec(conf)?.[1] ?? listen;
  const others = Object.entries(servers).map(([name, { port }]) => [port, `:${name}`] as const);
  return new Map([[listen, `:${first}`], ...others]);
}

/** The conf with the ports of this check: servers run wherever there is room, and the first `listen` port becomes `listen`. */
export function confWithPorts(conf: string, servers: EdgeOptions['servers'], listen: number): string {
  const port = (name: string) => servers[Number(name)]?.port ?? name;
  let heard = false;
  return conf
    .replace(/((?:127\.0\.0\.1|localhost|\[::1\]):)(\d+)\b/g, (_, host: string, name: string) => `${host}${port(name)}`)
    .replace(
      /(^|[\s;{])(listen\s+(?:[^\s;]*:)?)(\d+)\b/g,
      (whole: string, before: string, word: string, name: string) => {
        if (heard) return servers[Number(name)] ? `${before}${word}${port(name)}` : whole;
        heard = true;
        return `${before}${word}${listen}`;
      },
    );
}
