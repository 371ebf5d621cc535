import type { Pattern } from '../variables/pattern.ts';
import type { Template } from '../variables/template.ts';
import { ConfError, type Place } from './conf-error.ts';
import type { Location, VariableReader } from './model.ts';
import type { Directive } from './reader.ts';

export type Context =
  | 'main'
  | 'events'
  | 'http'
  | 'server'
  | 'location'
  | 'upstream'
  | 'if-server'
  | 'if-location'
  | 'limit_except';

/** One level of the configuration. What it does not say itself, its parent says. */
export class Scope {
  readonly context: Context;
  readonly parent: Scope | null;

  constructor(context: Context, parent: Scope | null) {
    this.context = context;
    this.parent = parent;
  }
}

/** What the configuration names. */
export interface Defined {
  upstream(name: string): boolean;
  connZone(name: string): boolean;
  logFormat(name: string): boolean;
  /** Where the `http` block ends: there nginx looks at what only makes sense together. */
  readonly httpEnd: Place | null;
}

/** What a directive's arguments are understood with. */
export interface ConfTools {
  template(text: string, directive: Directive): Template;
  pattern(source: string, directive: Directive, ignoreCase?: boolean): Pattern;
  /** A line about something that will not be as it is written. */
  warn(text: string, directive: Directive): void;
  /** The same, about what nginx itself warns of. */
  warnAsNginx(text: string, directive: Directive): void;
  /** Runs when everything is read: what is checked then may be defined later in the file. */
  atEnd(check: (defined: Defined) => void): void;
  readonly defined: Defined;
  /** The location that is being read; null outside of any. */
  readonly location: Location | null;
  /** Defines a variable by what reads it. Throws when nginx itself defines that name. */
  define(name: string, read: VariableReader, directive: Directive): void;
}

export const EVERYWHERE: readonly Context[] = ['http', 'server', 'location'];
export const WITH_IF: readonly Context[] = ['http', 'server', 'location', 'if-location'];

/** How many arguments: exactly, or from and to. */
export type ArgumentCount = number | readonly [min: number, max: number];

export interface SettingOptions<Value> {
  readonly name: string;
  readonly contexts?: readonly Context[];
  readonly args?: ArgumentCount;
  readonly parse: (directive: Directive, tools: ConfTools, scope: Scope) => Value;
  /** What holds where no level says anything. */
  readonly initial: Value;
  /** False for what only the level that says it does. */
  readonly inherited?: boolean;
}

/** A directive that sets one value, typed, at any of its levels. */
export class Setting<Value> {
  readonly name: string;
  readonly contexts: readonly Context[];
  readonly args: ArgumentCount;
  readonly isBlock = false;
  readonly #parse: SettingOptions<Value>['parse'];
  readonly #initial: Value;
  readonly #inherited: boolean;
  readonly #values = new WeakMap<Scope, Value>();

  constructor(options: SettingOptions<Value>) {
    this.name = options.name;
    this.contexts = options.contexts ?? EVERYWHERE;
    this.args = options.args ?? 1;
    this.#parse = options.parse;
    this.#initial = options.initial;
    this.#inherited = options.inherited ?? true;
  }

  apply(directive: Directive, scope: Scope, tools: ConfTools): void {
    if (this.#values.has(scope)) throw new ConfError(`"${this.name}" directive is duplicate`, directive.place);
    this.#values.set(scope, this.#parse(directive, tools, scope));
  }

  get(scope: Scope): Value {
    for (let level: Scope | null = scope; level; level = this.#inherited ? level.parent : null) {
      const value = this.#values.get(level);
      if (value !== undefined) return value;
    }
    return this.#initial;
  }

  /** Whether a level says it itself. */
  isSetIn(scope: Scope): boolean {
    return this.#values.has(scope);
  }

  set(scope: Scope, value: Value): void {
    this.#values.set(scope, value);
  }
}

/** A directive that may be repeated. A level that has one of its own inherits none. */
export class ListSetting<Item> {
  readonly name: string;
  readonly contexts: readonly Context[];
  readonly args: ArgumentCount;
  readonly isBlock = false;
  readonly #parse: SettingOptions<Item>['parse'];
  readonly #inherited: boolean;
  readonly #items = new WeakMap<Scope, Item[]>();

  constructor(options: Omit<SettingOptions<Item>, 'initial'>) {
    this.name = options.name;
    this.contexts = options.contexts ?? EVERYWHERE;
    this.args = options.args ?? 1;
    this.#parse = options.parse;
    this.#inherited = options.inherited ?? true;
  }

  apply(directive: Directive, scope: Scope, tools: ConfTools): void {
    this.add(scope, this.#parse(directive, tools, scope));
  }

  add(scope: Scope, item: Item): void {
    const items = this.#items.get(scope);
    if (items) items.push(item);
    else this.#items.set(scope, [item]);
  }

  get(scope: Scope): readonly Item[] {
    for (let level: Scope | null = scope; level; level = this.#inherited ? level.parent : null) {
      const items = this.#items.get(level);
      if (items) return items;
    }
    return [];
  }
}
