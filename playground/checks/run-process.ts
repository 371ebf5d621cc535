/** Programs of the lab that only need a port. */
export const LAB_SERVERS = ['redis', 'log', 'chat'] as const;

export type LabServer = (typeof LAB_SERVERS)[number];

/** One process that Run starts. Ports are the ones that the files name: the machine's own, as on a computer. */
export type RunProcess =
  /** `node <file>` in the project's folder, with `PORT` and `env`. */
  | {
      readonly kind: 'server';
      readonly name: string;
      readonly file: string;
      readonly port: number;
      readonly env: Readonly<Record<string, string>>;
    }
  /** The edge with an `nginx.conf` of the project, in which `port` is a port that it listens on. */
  | { readonly kind: 'edge'; readonly name: string; readonly conf: string; readonly port: number }
  | { readonly kind: 'lab'; readonly name: string; readonly lab: LabServer; readonly port: number }
  /** Clients that come once all the others listen. */
  | { readonly kind: 'swarm'; readonly name: string; readonly args: readonly string[] };

/** What Run starts where one server behind the page's own edge is not enough. */
export interface RunPlan {
  readonly processes: readonly RunProcess[];
  /** The name of the edge or server that the preview shows. */
  readonly preview: string;
  /** npm packages that the servers import. */
  readonly packages: readonly string[];
}

/** npm packages that are bundled for the machine. */
export const PACKAGES = ['redis', 'kafkajs', 'ws'] as const;

/** What a process is, as a command line. */
export function describeProcess(process: RunProcess): string {
  switch (process.kind) {
    case 'server': {
      const env = Object.entries(process.env).map(([key, value]) => `${key}=${value} `);
      return `PORT=${process.port} ${env.join('')}node ${process.file}`;
    }
    case 'edge':
      return `nginx -c ${process.conf}`;
    case 'lab':
      return `${process.lab} --port ${process.port}`;
    case 'swarm':
      return ['swarm', ...process.args].join(' ');
  }
}
