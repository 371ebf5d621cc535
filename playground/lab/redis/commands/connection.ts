import type { Client } from '../client.ts';
import { about, type CommandTable, type Context } from '../command.ts';
import type { Protocol } from '../encode.ts';
import { parseInt64 } from '../numbers.ts';
import { array, bulk, CommandError, EMPTY, integer, OK, type Reply, record, simple } from '../reply.ts';
import type { Words } from '../words.ts';
import { CLIENT_COMMANDS, setName } from './clients.ts';
import { VERSION } from './server-info.ts';

/** @see https://redis.io/docs/latest/commands/?group=connection */
export const CONNECTION_COMMANDS: CommandTable = {
  ping: about(-1, ping),
  echo: about(2, (_, words) => bulk(words.take())),
  select: about(2, ({ client, state }, words) => {
    const index = words.takeInteger();
    state.database(index);
    client.database = index;
    return OK;
  }),
  hello: about(-1, hello, 'noauth'),
  auth: about(-2, (_, words) => {
    if (words.left > 2) throw new CommandError('ERR syntax error');
    if (words.left === 1) {
      throw new CommandError(
        'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
      );
    }
    authenticate(words.take());
    return OK;
  }),
  quit: about(-1, ({ client }) => {
    client.send(OK);
    client.close();
    return OK;
  }),
  reset: about(1, ({ client, state }) => {
    reset(client);
    state.pubsub.unsubscribeAll(client);
    state.watches.clear(client);
    return simple('RESET');
  }),
  client: CLIENT_COMMANDS,
};

function ping({ client }: Context, words: Words): Reply {
  if (words.left > 1) throw new CommandError("ERR wrong number of arguments for 'ping' command");
  // A RESP2 subscriber gets it in the shape of a message.
  if (client.protocol === 2 && client.isSubscriber) return array([bulk('pong'), bulk(words.done ? '' : words.take())]);
  return words.done ? simple('PONG') : bulk(words.take());
}

function reset(client: Client): void {
  client.transaction = null;
  client.protocol = 2;
  client.database = 0;
  client.name = '';
  client.noEvict = false;
}

/** There are no passwords: the default user may come with any. */
function authenticate(user: string): void {
  if (user !== 'default') {
    throw new CommandError('WRONGPASS invalid username-password pair or user is disabled.');
  }
}

function takeProtocol(words: Words): Protocol {
  const version = parseInt64(words.take());
  if (version === null) throw new CommandError('ERR Protocol version is not an integer or out of range');
  if (version !== 2n && version !== 3n) throw new CommandError('NOPROTO unsupported protocol version');
  return version === 3n ? 3 : 2;
}

function hello({ client }: Context, words: Words): Reply {
  const protocol = words.done ? client.protocol : takeProtocol(words);
  let name: string | null = null;
  while (!words.done) {
    const word = words.take();
    const option = word.toUpperCase();
    if (option === 'AUTH' && words.left >= 2) {
      const [user] = words.takeSome(2);
      authenticate(user ?? '');
    } else if (option === 'SETNAME' && words.left >= 1) name = words.take();
    else throw new CommandError(`ERR Syntax error in HELLO option '${word}'`);
  }
  if (name !== null) setName(client, name);
  client.protocol = protocol;
  return record({
    server: bulk('redis'),
    version: bulk(VERSION),
    proto: integer(protocol),
    id: integer(client.id),
    mode: bulk('standalone'),
    role: bulk('master'),
    modules: EMPTY,
  });
}
