import type { Client } from '../client.ts';
import { about, type Context, container } from '../command.ts';
import { bulkOrNull, CommandError, failure, flag, integer, OK, type Reply, syntaxError, verbatim } from '../reply.ts';
import type { RedisState } from '../state.ts';
import type { Words } from '../words.ts';

/** CLIENT and its subcommands. */
export const CLIENT_COMMANDS = container(-2, {
  id: about(2, ({ client }) => integer(client.id)),
  getname: about(2, ({ client }) => bulkOrNull(client.name === '' ? undefined : client.name)),
  setname: about(3, ({ client }, words) => {
    setName(client, words.take());
    return OK;
  }),
  info: about(2, ({ client }) => verbatim(`${describe(client)}\n`)),
  list: about(-2, list),
  kill: about(-3, kill),
  unblock: about(-3, unblock),
  'no-evict': about(3, ({ client }, words) => {
    const option = words.takeOption();
    if (option !== 'ON' && option !== 'OFF') throw syntaxError();
    client.noEvict = option === 'ON';
    return OK;
  }),
});

/** Throws a {@link CommandError} for a name that would break CLIENT LIST. An empty name removes it. */
export function setName(client: Client, name: string): void {
  if (!/^[!-~]*$/.test(name)) {
    throw new CommandError('ERR Client names cannot contain spaces, newlines or special characters.');
  }
  client.name = name;
}

function flagsOf(client: Client): string {
  const flags = [
    client.isSubscriber ? 'P' : '',
    client.transaction ? 'x' : '',
    client.isBlocked ? 'b' : '',
    client.watchBroken ? 'd' : '',
    client.noEvict ? 'e' : '',
  ].join('');
  return flags || 'N';
}

/** One line as in CLIENT LIST, with the fields that mean something here. */
function describe(client: Client): string {
  const seconds = (since: number) => Math.floor((Date.now() - since) / 1000);
  const fields = {
    id: client.id,
    addr: client.address,
    laddr: client.localAddress,
    name: client.name,
    age: seconds(client.connectedAt),
    idle: seconds(client.lastActiveAt),
    flags: flagsOf(client),
    db: client.database,
    sub: client.subscriptions.channel.size,
    psub: client.subscriptions.pattern.size,
    ssub: client.subscriptions.shard.size,
    multi: client.transaction?.queue.length ?? -1,
    omem: client.outputLength,
    cmd: client.lastCommand,
    user: 'default',
    resp: client.protocol,
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

const TYPES = ['normal', 'master', 'replica', 'slave', 'pubsub'];

/** Tells whether a client is of a type. There are no replicas. */
function ofType(type: string): (client: Client) => boolean {
  if (!TYPES.includes(type.toLowerCase())) throw new CommandError(`ERR Unknown client type '${type}'`);
  if (type.toLowerCase() === 'pubsub') return (client) => client.isSubscriber;
  if (type.toLowerCase() === 'normal') return (client) => !client.isSubscriber;
  return () => false;
}

function list({ state }: Context, words: Words): Reply {
  let chosen: readonly Client[] = [...state.clients.values()];
  if (!words.done) {
    const option = words.takeOption();
    if (option === 'TYPE' && words.left === 1) chosen = chosen.filter(ofType(words.take()));
    else if (option === 'ID' && words.left >= 1) {
      const ids = new Set<number>();
      while (!words.done) ids.add(words.takeInteger('ERR Invalid client ID'));
      chosen = chosen.filter(({ id }) => ids.has(id));
    } else throw syntaxError();
  }
  return verbatim(chosen.map((client) => `${describe(client)}\n`).join(''));
}

type Filter = (client: Client) => boolean;

function takeFilters(words: Words): { readonly filters: readonly Filter[]; readonly skipMe: boolean } {
  const filters: Filter[] = [];
  let skipMe = true;
  while (!words.done) {
    const option = words.takeOption();
    if (words.done) throw syntaxError();
    const value = words.take();
    if (option === 'ID') {
      const id = Number(value);
      if (!Number.isInteger(id) || id <= 0) throw new CommandError('ERR client-id should be greater than 0');
      filters.push((client) => client.id === id);
    } else if (option === 'TYPE') filters.push(ofType(value));
    else if (option === 'ADDR') filters.push(({ address }) => address === value);
    else if (option === 'LADDR') filters.push(({ localAddress }) => localAddress === value);
    else if (option === 'USER') {
      if (value !== 'default') throw new CommandError(`ERR No such user '${value}'`);
    } else if (option === 'SKIPME' && ['YES', 'NO'].includes(value.toUpperCase()))
      skipMe = value.toUpperCase() === 'YES';
    else throw syntaxError();
  }
  return { filters, skipMe };
}

function kill({ client, state }: Context, words: Words): Reply {
  if (words.left === 1) {
    const address = words.take();
    const found = [...state.clients.values()].find((candidate) => candidate.address === address);
    if (!found) throw new CommandError('ERR No such client');
    end(state, client, found);
    return OK;
  }
  const { filters, skipMe } = takeFilters(words);
  const chosen = [...state.clients.values()].filter(
    (candidate) => !(skipMe && candidate === client) && filters.every((matches) => matches(candidate)),
  );
  for (const candidate of chosen) end(state, client, candidate);
  return integer(chosen.length);
}

/** A client that ends itself still gets its reply. */
function end(state: RedisState, by: Client, client: Client): void {
  if (client === by) {
    queueMicrotask(() => client.close());
    return;
  }
  state.forget(client);
  client.destroy();
}

function unblock({ state }: Context, words: Words): Reply {
  const id = words.takeInteger();
  const how = words.done ? 'TIMEOUT' : words.takeOption();
  if (how !== 'TIMEOUT' && how !== 'ERROR') {
    throw new CommandError('ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR');
  }
  const client = state.clients.get(id);
  const timedOut = client && state.waiting.timedOutReply(client);
  if (!client || timedOut === undefined) return integer(0);
  const reply = how === 'ERROR' ? failure('UNBLOCKED client unblocked via CLIENT UNBLOCK') : timedOut;
  return flag(state.waiting.end(client, reply));
}
