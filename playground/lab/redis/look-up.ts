import type { Bytes } from './bytes.ts';
import type { Command, CommandTable, Container } from './command.ts';
import { CommandError } from './reply.ts';

export interface Found {
  readonly command: Command;
  /** `get`, or `xgroup|create`. */
  readonly name: string;
  /** The last word of the name as the client wrote it. */
  readonly word: Bytes;
  readonly args: readonly Bytes[];
}

/** Finds what to run for a request. Throws a {@link CommandError} for an unknown command or a wrong number of arguments. */
export function lookUp(commands: CommandTable, words: readonly Bytes[]): Found {
  const [word = '', ...args] = words;
  const name = word.toLowerCase();
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) throw new CommandError(oneLine(unknownCommand(word, args)));
  if ('subcommands' in entry) {
    if (args.length > 0) return lookUpSubcommand(name, entry, args);
    if (!entry.alone) throw wrongArity(name);
    return { command: entry.alone, name, word, args };
  }
  checkArity(name, entry, words.length);
  return { command: entry, name, word, args };
}

function lookUpSubcommand(parent: string, { subcommands }: Container, words: readonly Bytes[]): Found {
  const [word = '', ...args] = words;
  const name = word.toLowerCase();
  const entry = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (!entry || 'subcommands' in entry) {
    throw new CommandError(oneLine(`ERR unknown subcommand '${cut(word, 128)}'. Try ${parent.toUpperCase()} HELP.`));
  }
  checkArity(`${parent}|${name}`, entry, words.length + 1);
  return { command: entry, name: `${parent}|${name}`, word, args };
}

function checkArity(name: string, { arity }: { readonly arity: number }, count: number): void {
  if (arity > 0 ? count !== arity : count < -arity) throw wrongArity(name);
}

const wrongArity = (name: string) => new CommandError(`ERR wrong number of arguments for '${name}' command`);

function unknownCommand(word: Bytes, args: readonly Bytes[]): string {
  let shown = '';
  for (const arg of args) {
    if (shown.length >= 128) break;
    shown += `'${cut(arg, 128 - shown.length)}' `;
  }
  return `ERR unknown command '${cut(word, 128)}', with args beginning with: ${shown}`;
}

/** As C's `%.*s` prints: a zero byte ends the text. */
function cut(bytes: Bytes, length: number): Bytes {
  return (bytes.split('\0', 1)[0] ?? '').slice(0, length);
}

/** An error reply is one line. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]/g, ' ');
}
