import { about, type Command, type CommandTable, type Container } from '../command.ts';
import { globMatcher } from '../glob.ts';
import {
  array,
  bulk,
  bulks,
  CommandError,
  EMPTY,
  integer,
  map,
  NULL_ARRAY,
  type Reply,
  setOf,
  simple,
} from '../reply.ts';

type Entry = Command | Container;

/** COMMAND and its subcommands, about these commands and itself. */
export function introspectionOf(commands: CommandTable): CommandTable {
  const own: CommandTable = {
    command: {
      arity: -1,
      flags: [],
      keys: [0, 0, 0],
      alone: about(-1, () => array(names().map((name) => describe(name, all()[name])))),
      subcommands: {
        count: about(2, () => integer(names().length)),
        list: about(-2, (_, words) => {
          if (words.done) return bulks(names());
          if (!words.skip('FILTERBY') || !words.skip('PATTERN') || words.left !== 1) {
            throw new CommandError('ERR syntax error');
          }
          return bulks(names().filter(globMatcher(words.take())));
        }),
        info: about(-2, (_, words) => {
          const asked = words.done ? names() : words.takeAll();
          return array(asked.map((name) => describe(name.toLowerCase(), all()[name.toLowerCase()])));
        }),
        docs: about(-2, (_, words) => {
          const asked = words.done ? names() : words.takeAll().map((name) => name.toLowerCase());
          // Redis's own documentation is not repeated here: each command that exists has an empty entry.
          return map(asked.filter((name) => all()[name]).map((name) => [bulk(name), map([])]));
        }),
      },
    },
  };
  const all = (): CommandTable => ({ ...commands, ...own });
  const names = () => Object.keys(all());
  return own;
}

/** The ten fields of Redis 7; those about access control, hints and key specifications are empty. */
function describe(name: string, entry: Entry | undefined): Reply {
  if (!entry) return NULL_ARRAY;
  const [first, last, step] = entry.keys;
  const subcommands = 'subcommands' in entry ? Object.entries(entry.subcommands) : [];
  return array([
    bulk(name),
    integer(entry.arity),
    { kind: 'set', items: entry.flags.map(simple) },
    integer(first),
    integer(last),
    integer(step),
    setOf([]),
    EMPTY,
    EMPTY,
    array(subcommands.map(([word, command]) => describe(`${name}|${word}`, command))),
  ]);
}
