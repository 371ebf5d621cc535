import { about, type CommandTable, type Context, container } from '../command.ts';
import { array, bulk, CommandError, map, OK, type Reply, verbatim } from '../reply.ts';
import type { RedisState } from '../state.ts';
import type { Words } from '../words.ts';

/** The Redis whose replies these are. */
export const VERSION = '7.0.15';

/** @see https://redis.io/docs/latest/commands/?group=server */
export const SERVER_COMMANDS: CommandTable = {
  info: about(-1, info),
  time: about(1, () => {
    const now = Date.now();
    return array([bulk(String(Math.floor(now / 1000))), bulk(String((now % 1000) * 1000))]);
  }),
  config: container(-2, {
    get: about(-3, ({ state }, words) =>
      map(state.config.matching(words.takeAll()).map(([name, value]) => [bulk(name), bulk(value)])),
    ),
    set: about(-4, ({ state }, words) => {
      state.config.set(words.takePairs('config|set'));
      return OK;
    }),
    resetstat: about(2, ({ state }) => {
      state.commands = 0;
      state.connections = 0;
      return OK;
    }),
    rewrite: about(2, () => {
      throw new CommandError('ERR The server is running without a config file');
    }),
  }),
};

type Section = Readonly<Record<string, string | number>>;

const SECTIONS: Readonly<Record<string, (state: RedisState) => Section>> = {
  Server: (state) => ({
    redis_version: VERSION,
    redis_mode: 'standalone',
    process_id: process.pid,
    run_id: state.runId,
    tcp_port: state.port,
    uptime_in_seconds: Math.floor((Date.now() - state.startedAt) / 1000),
  }),
  Clients: (state) => ({
    connected_clients: state.clients.size,
    blocked_clients: state.waiting.size,
  }),
  Stats: (state) => ({
    total_connections_received: state.connections,
    total_commands_processed: state.commands,
    pubsub_channels: state.pubsub.names('channel').length,
    pubsub_patterns: state.pubsub.names('pattern').length,
  }),
  Replication: () => ({ role: 'master', connected_slaves: 0 }),
  Cluster: () => ({ cluster_enabled: 0 }),
  Keyspace: (state) =>
    Object.fromEntries(
      state.databases
        .filter(({ size }) => size > 0)
        .map(({ index, size, expiring }) => [`db${index}`, `keys=${size},expires=${expiring},avg_ttl=0`]),
    ),
};

function info({ state }: Context, words: Words): Reply {
  const asked = words.takeAll().map((word) => word.toLowerCase());
  const all = asked.length === 0 || asked.some((word) => ['all', 'default', 'everything'].includes(word));
  const sections = Object.entries(SECTIONS).filter(([name]) => all || asked.includes(name.toLowerCase()));
  const text = sections.map(([name, section]) => {
    const fields = Object.entries(section(state)).map(([field, value]) => `${field}:${value}\r\n`);
    return `# ${name}\r\n${fields.join('')}`;
  });
  return verbatim(text.join('\r\n'));
}
