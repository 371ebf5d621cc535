/** Where the edge knowingly differs from nginx 1.22. Anything else that differs is a mistake. */
export interface KnownDifference {
  readonly about: string;
  readonly nginx: string;
  readonly edge: string;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    about: 'worker_processes',
    nginx: 'Each worker process balances, counts failures and keeps idle connections for itself.',
    edge: 'There is one worker, whatever the number.',
  },
  {
    about: 'TLS and HTTP/2',
    nginx: '`listen … ssl http2` and `proxy_pass https://…` speak them.',
    edge: 'They are accepted with a warning, and plain HTTP/1.1 is spoken.',
  },
  {
    about: 'A slow client of a buffered answer',
    nginx: 'Up to 1 GB goes to a temporary file (`proxy_max_temp_file_size`), and the log warns.',
    edge: 'Up to 64 MB are kept in memory, then the server has to wait. There is no warning.',
  },
  {
    about: 'Names of servers',
    nginx: 'They are looked up in DNS when the configuration is read; with variables, through a `resolver`.',
    edge: 'Only addresses, `localhost` (127.0.0.1 alone) and the names of groups are known.',
  },
  {
    about: 'Regular expressions',
    nginx: 'They are PCRE.',
    edge: 'They are JavaScript’s, with `(?P<name>…)` and a leading `(?i)` understood; the reason of a mistake reads otherwise.',
  },
  {
    about: 'Answers that are no HTTP/1.x',
    nginx: 'A server that sends no status line is passed on as HTTP/0.9.',
    edge: 'It is a 502.',
  },
  {
    about: 'Files',
    nginx: 'Parts of a file are served (`Range`), compressed files found (`gzip_static`).',
    edge: 'Files are served whole. Everything that is known and not modelled is warned of, with its line.',
  },
  {
    about: 'nginx -t',
    nginx: 'As Debian builds it, its lines have a time and a process number, as in the log.',
    edge: 'They begin with `nginx: [emerg]`, as everywhere else.',
  },
  {
    about: 'worker_connections in the middle of a flood',
    nginx: 'Idle connections are given up a few at a time, before the last one is taken.',
    edge: 'One is given up for each that needs its place.',
  },
  {
    about: 'User and process directives',
    nginx: '`user`, `worker_rlimit_nofile`, `sendfile`, hash sizes and the like change processes, speed and memory.',
    edge: 'They are accepted and change nothing that could be felt.',
  },
];
