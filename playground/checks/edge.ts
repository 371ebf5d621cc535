import type { Server } from './server.ts';

/** The reverse proxy: what a check asks of a server it can ask of the edge, which passes it on. */
export type Edge = Server;

export interface EdgeOptions {
  /** An `nginx.conf`, as a learner or a lesson wrote it. */
  readonly conf: string;
  /**
   * Which server stands for which port of the conf: `{ 3001: a, 3002: b }`. A port that nobody stands for refuses
   * connections, or leads to whatever has it on this host.
   */
  readonly servers: Readonly<Record<number, { readonly port: number }>>;
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
