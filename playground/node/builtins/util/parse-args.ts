import { codedError, invalidArgType } from '../net/coded-error.ts';

interface OptionConfig {
  type: 'boolean' | 'string';
  short?: string;
  multiple?: boolean;
  default?: unknown;
}

type Options = Readonly<Record<string, OptionConfig>>;

interface Config {
  args?: readonly string[];
  options?: Options;
  strict?: boolean;
  allowPositionals?: boolean;
  allowNegative?: boolean;
  tokens?: boolean;
}

type Token =
  | {
      kind: 'option';
      name: string;
      rawName: string;
      index: number;
      value: string | undefined;
      inlineValue: boolean | undefined;
    }
  | { kind: 'positional'; index: number; value: string }
  | { kind: 'option-terminator'; index: number };

type OptionToken = Extract<Token, { kind: 'option' }>;

/** A program's options, and nothing that every object has. */
const find = (options: Options, name: string): OptionConfig | undefined =>
  Object.hasOwn(options, name) ? options[name] : undefined;

const looksLikeOption = (text: string | undefined): boolean =>
  text !== undefined && text.length > 1 && text.startsWith('-');

function validateOptions(options: Options): void {
  for (const [name, option] of Object.entries(options)) {
    if (option.type !== 'boolean' && option.type !== 'string') {
      throw invalidArgType(`options.${name}.type`, "('string|boolean')", option.type);
    }
    const { short } = option;
    if (short !== undefined && (typeof short !== 'string' || short.length !== 1)) {
      throw codedError(
        TypeError,
        'ERR_INVALID_ARG_VALUE',
        `The property 'options.${name}.short' must be a single character. Received '${short}'`,
      );
    }
  }
}

function longName(short: string, options: Options): string {
  return Object.keys(options).find((name) => options[name]?.short === short) ?? short;
}

function* tokenize(args: readonly string[], options: Options): Generator<Token> {
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      yield { kind: 'option-terminator', index };
      for (let rest = index + 1; rest < args.length; rest += 1) {
        yield { kind: 'positional', index: rest, value: args[rest] ?? '' };
      }
      return;
    }
    if (!looksLikeOption(arg)) {
      yield { kind: 'positional', index, value: arg };
      continue;
    }
    // A value may stand in the next word; what looks like an option may too, and is complained about later.
    const next = args[index + 1];
    const takesNext = (name: string): boolean => find(options, name)?.type === 'string' && next !== undefined;
    if (arg.startsWith('--')) {
      const equals = arg.indexOf('=', 3);
      const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
      if (equals >= 0) {
        yield { kind: 'option', name, rawName: `--${name}`, index, value: arg.slice(equals + 1), inlineValue: true };
      } else if (takesNext(name)) {
        yield { kind: 'option', name, rawName: arg, index, value: next ?? '', inlineValue: false };
        index += 1;
      } else yield { kind: 'option', name, rawName: arg, index, value: undefined, inlineValue: undefined };
      continue;
    }
    // `-abc` is `-a -b -c`, unless one of them takes a value: then the rest is that value.
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg.charAt(at);
      const name = longName(letter, options);
      const rawName = `-${letter}`;
      if (find(options, name)?.type !== 'string') {
        yield { kind: 'option', name, rawName, index, value: undefined, inlineValue: undefined };
        continue;
      }
      if (at + 1 < arg.length) {
        yield { kind: 'option', name, rawName, index, value: arg.slice(at + 1), inlineValue: true };
      } else if (next !== undefined) {
        yield { kind: 'option', name, rawName, index, value: next, inlineValue: false };
        index += 1;
      } else yield { kind: 'option', name, rawName, index, value: undefined, inlineValue: undefined };
      break;
    }
  }
}

const valueError = (message: string) => codedError(TypeError, 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE', message);

function shown(token: OptionToken, option: OptionConfig): string {
  const short = option.short === undefined ? '' : `-${option.short}, `;
  return `${short}--${token.name}${option.type === 'string' ? ' <value>' : ''}`;
}

function check(token: OptionToken, option: OptionConfig | undefined, config: Config): void {
  if (!option) {
    const hint = config.allowPositionals
      ? `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- "${token.rawName}"`
      : '';
    throw codedError(TypeError, 'ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${token.rawName}'${hint}`);
  }
  const { value } = token;
  if (option.type === 'string' && value === undefined) {
    throw valueError(`Option '${shown(token, option)}' argument missing`);
  }
  if (option.type === 'boolean' && value !== undefined) {
    throw valueError(`Option '${shown(token, option)}' does not take an argument`);
  }
  if (option.type === 'string' && !token.inlineValue && looksLikeOption(value)) {
    const example = token.rawName.startsWith('--')
      ? `'${token.rawName}=-XYZ'`
      : `'--${token.name}=-XYZ' or '${token.rawName}-XYZ'`;
    throw valueError(
      `Option '${token.rawName}' argument is ambiguous.\nDid you forget to specify the option argument for '${token.rawName}'?\n` +
        `To specify an option argument starting with a dash use ${example}.`,
    );
  }
}

/**
 * The options and positional arguments of a command line.
 *
 * @see https://nodejs.org/api/util.html#utilparseargsconfig
 */
export function parseArgs(config: Config = {}): object {
  const { args = process.argv.slice(2), options = {}, strict = true, allowNegative = false } = config;
  const allowPositionals = config.allowPositionals ?? !strict;
  validateOptions(options);
  const tokens = [...tokenize(args, options)];
  const values: Record<string, unknown> = Object.create(null);
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      if (!allowPositionals) {
        throw codedError(
          TypeError,
          'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL',
          `Unexpected argument '${token.value}'. This command does not take positional arguments`,
        );
      }
      positionals.push(token.value);
      continue;
    }
    let value: unknown = token.value ?? true;
    if (allowNegative && token.name.startsWith('no-') && token.value === undefined && !find(options, token.name)) {
      if (find(options, token.name.slice(3))?.type === 'boolean' || !strict) {
        token.name = token.name.slice(3);
        value = false;
      }
    }
    const option = find(options, token.name);
    if (strict) check(token, option, { ...config, allowPositionals });
    if (token.name === '__proto__') continue;
    if (!option?.multiple) values[token.name] = value;
    else if (Array.isArray(values[token.name])) (values[token.name] as unknown[]).push(value);
    else values[token.name] = [value];
  }
  for (const [name, option] of Object.entries(options)) {
    if (option.default !== undefined && values[name] === undefined) values[name] = option.default;
  }
  return config.tokens ? { values, positionals, tokens } : { values, positionals };
}
