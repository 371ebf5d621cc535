import { isKnownVariable } from '../variables/builtin.ts';
import { compilePattern, type Pattern } from '../variables/pattern.ts';
import { Template } from '../variables/template.ts';
import { checkServers } from './blocks/server.ts';
import { atPlace, ConfError, type Place } from './conf-error.ts';
import type { BlockTools, Definition, Draft } from './definition.ts';
import { KNOWN_DIRECTIVES, UNFELT_DIRECTIVES } from './known-directives.ts';
import type { Config, Location, VariableReader, VirtualServer } from './model.ts';
import { ConfReader, type Directive, readStatements, skipBlock } from './reader.ts';
import { type Defined, Scope } from './scope.ts';
import { workerConnections } from './settings/core.ts';
import { DEFINITIONS } from './table.ts';

export interface ConfSource {
  readonly text: string;
  /** As messages name it. */
  readonly file: string;
  /** What relative paths of files that are served or written start from. */
  readonly prefix: string;
  /** The files that an `include` names, masks included, in order. Throws what `readFileSync` throws. */
  readonly include: (name: string) => readonly { readonly file: string; readonly text: string }[];
}

/** Reads a whole configuration, as nginx would. Throws a {@link ConfError} for what nginx refuses. */
export function readConf(source: ConfSource): Config {
  return new Conf(source).read();
}

class Conf implements BlockTools {
  reader: ConfReader;
  readonly draft: Draft = {
    events: null,
    http: null,
    httpEnd: null,
    servers: [],
    upstreams: new Map(),
    connZones: new Map(),
    logFormats: new Map(),
  };
  location: Location | null = null;
  server: VirtualServer | null = null;
  readonly #source: ConfSource;
  readonly #main = new Scope('main', null);
  readonly #warnings: string[] = [];
  readonly #variables = new Map<string, VariableReader>();
  readonly #mentioned = new Set<string>();
  readonly #checks: ((defined: Defined) => void)[] = [];
  readonly defined: Defined;

  constructor(source: ConfSource) {
    this.#source = source;
    this.reader = new ConfReader(source.text, source.file);
    const { draft } = this;
    this.defined = {
      upstream: (name) => draft.upstreams.has(name.toLowerCase()),
      connZone: (name) => draft.connZones.has(name),
      logFormat: (name) => name === 'combined' || draft.logFormats.has(name),
      get httpEnd() {
        return draft.httpEnd;
      },
    };
  }

  read(): Config {
    readStatements(this.reader, 'file', (directive, isBlock) => this.#apply(directive, isBlock, this.#main));
    if (!this.draft.events) throw new ConfError('no "events" section in configuration', null);
    checkServers(this.draft.servers, (text) => this.#warnings.push(`nginx: [warn] ${text}`));
    for (const check of this.#checks) check(this.defined);
    for (const name of this.#mentioned) {
      if (!this.#variables.has(name) && !isKnownVariable(name)) throw new ConfError(`unknown "${name}" variable`, null);
    }
    return {
      file: this.#source.file,
      prefix: this.#source.prefix,
      main: this.#main,
      servers: this.draft.servers,
      upstreams: this.draft.upstreams,
      variables: this.#variables,
      connZones: this.draft.connZones,
      logFormats: this.draft.logFormats,
      warnings: this.#warnings,
      workerConnections: workerConnections.get(this.draft.events),
    };
  }

  readBlock(scope: Scope): Place {
    return readStatements(this.reader, 'block', (directive, isBlock) => this.#apply(directive, isBlock, scope));
  }

  #apply(directive: Directive, isBlock: boolean, scope: Scope): void {
    const { name } = directive;
    if (name === 'include' && !isBlock) {
      checkArguments(directive, 1);
      this.include(directive, scope);
      return;
    }
    const definitions = DEFINITIONS.get(name) ?? [];
    const known = KNOWN_DIRECTIVES.get(name);
    if (definitions.length === 0 && !known) throw new ConfError(`unknown directive "${name}"`, directive.place);
    const definition = definitions.find(({ contexts }) => contexts.includes(scope.context));
    if (definition) this.#applyDefinition(definition, directive, isBlock, scope);
    else if (known?.includes(scope.context)) this.#passOver(directive, isBlock);
    else throw new ConfError(`"${name}" directive is not allowed here`, directive.place);
  }

  #applyDefinition(definition: Definition, directive: Directive, isBlock: boolean, scope: Scope): void {
    const { name, place } = directive;
    if (definition.isBlock && !isBlock) throw new ConfError(`directive "${name}" has no opening "{"`, place);
    if (!definition.isBlock && isBlock) throw new ConfError(`directive "${name}" is not terminated by ";"`, place);
    checkArguments(directive, definition.args);
    definition.apply(directive, scope, this);
  }

  #passOver(directive: Directive, isBlock: boolean): void {
    if (isBlock) skipBlock(this.reader);
    if (!UNFELT_DIRECTIVES.has(directive.name))
      this.warn(`"${directive.name}" is known but not modelled here`, directive);
  }

  include(directive: Directive, scope: Scope): void {
    const name = directive.args[0] ?? '';
    const outer = this.reader;
    for (const { file, text } of this.#include(name, directive)) {
      this.reader = new ConfReader(text, file);
      readStatements(this.reader, 'file', (inner, isBlock) => this.#apply(inner, isBlock, scope));
    }
    this.reader = outer;
  }

  #include(name: string, directive: Directive): ReturnType<ConfSource['include']> {
    try {
      return this.#source.include(name);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
        const file = 'path' in error ? String(error.path) : name;
        throw new ConfError(`open() "${file}" failed (2: No such file or directory)`, directive.place);
      }
      throw error;
    }
  }

  template(text: string, directive: Directive): Template {
    try {
      const template = new Template(text);
      for (const name of template.variableNames()) this.#mentioned.add(name);
      return template;
    } catch (error) {
      if (error instanceof SyntaxError) throw new ConfError(error.message, directive.place);
      throw error;
    }
  }

  pattern(source: string, directive: Directive, ignoreCase = false): Pattern {
    try {
      const pattern = compilePattern(source, ignoreCase);
      for (const name of pattern.names) {
        this.#variables.set(name, (request) => request.namedCaptures.get(name) ?? '');
      }
      return pattern;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const reason = /Unterminated group/.test(error.message) ? 'missing closing parenthesis' : error.message;
      throw new ConfError(`pcre2_compile() failed: ${reason} in "${source}"`, directive.place);
    }
  }

  define(name: string, read: VariableReader, directive: Directive): void {
    if (isKnownVariable(name)) throw new ConfError(`the duplicate "${name}" variable`, directive.place);
    if (!this.#variables.has(name)) this.#variables.set(name, read);
  }

  warnAsNginx(text: string, { place }: Directive): void {
    this.#warnings.push(`nginx: [warn] ${atPlace(text, place)}`);
  }

  warn(text: string, directive: Directive): void {
    this.#warnings.push(`edge: ${text}: ${directive.place.file}:${directive.place.line}`);
  }

  atEnd(check: (defined: Defined) => void): void {
    this.#checks.push(check);
  }

  withLocation(location: Location, action: () => void): void {
    const outer = this.location;
    this.location = location;
    action();
    this.location = outer;
  }

  withServer(server: VirtualServer, action: () => void): void {
    this.server = server;
    action();
    this.server = null;
  }
}

function checkArguments(directive: Directive, args: Definition['args']): void {
  const [least, most] = typeof args === 'number' ? [args, args] : args;
  if (directive.args.length >= least && directive.args.length <= most) return;
  throw new ConfError(`invalid number of arguments in "${directive.name}" directive`, directive.place);
}
