import type { Pattern } from '../../variables/pattern.ts';
import type { Template } from '../../variables/template.ts';
import { ConfError } from '../conf-error.ts';
import type { Directive } from '../reader.ts';
import { type ConfTools, ListSetting, type Scope } from '../scope.ts';
import { invalidParameter } from '../values.ts';

export type Condition =
  | { readonly kind: 'truthy'; readonly variable: string }
  | { readonly kind: 'equals'; readonly variable: string; readonly value: Template; readonly negated: boolean }
  | { readonly kind: 'matches'; readonly variable: string; readonly pattern: Pattern; readonly negated: boolean }
  | {
      readonly kind: 'path';
      readonly test: 'f' | 'd' | 'e' | 'x';
      readonly path: Template;
      readonly negated: boolean;
    };

/** What the rewrite phase does, in order of appearance. @see https://nginx.org/en/docs/http/ngx_http_rewrite_module.html */
export type RewriteStep =
  | { readonly kind: 'return'; readonly status: number; readonly text: Template | null }
  | { readonly kind: 'set'; readonly name: string; readonly value: Template }
  | { readonly kind: 'break' }
  | {
      readonly kind: 'rewrite';
      readonly pattern: Pattern;
      readonly replacement: Template;
      readonly flag: 'last' | 'break' | 'redirect' | 'permanent' | null;
    }
  | { readonly kind: 'if'; readonly condition: Condition; readonly scope: Scope };

const CONTEXTS = ['server', 'location', 'if-server', 'if-location'] as const;

/** One list for all of them: their order among each other counts. */
export const rewriteSteps = new ListSetting<RewriteStep>({
  name: 'rewrite',
  contexts: CONTEXTS,
  parse: parseRewrite,
  inherited: false,
});

function parseRewrite(directive: Directive, tools: ConfTools): RewriteStep {
  const [source = '', replacement = '', word] = directive.args;
  const pattern = tools.pattern(source, directive);
  const target = tools.template(replacement, directive);
  if (word !== undefined && word !== 'last' && word !== 'break' && word !== 'redirect' && word !== 'permanent') {
    throw invalidParameter(directive, word);
  }
  const isAbsolute = /^(?:https?:\/\/|\$scheme)/.test(replacement);
  return { kind: 'rewrite', pattern, replacement: target, flag: word ?? (isAbsolute ? 'redirect' : null) };
}

function parseReturn(directive: Directive, tools: ConfTools): RewriteStep {
  const [first = '', second] = directive.args;
  if (second === undefined && /^(?:https?:\/\/|\$scheme)/.test(first)) {
    return { kind: 'return', status: 302, text: tools.template(first, directive) };
  }
  if (!/^\d{1,3}$/.test(first)) throw new ConfError(`invalid return code "${first}"`, directive.place);
  return {
    kind: 'return',
    status: Number(first),
    text: second === undefined ? null : tools.template(second, directive),
  };
}

export function variableName(text: string, directive: Directive): string {
  if (!/^\$\w+$/.test(text)) throw new ConfError(`invalid variable name "${text}"`, directive.place);
  return text.slice(1);
}

function parseSet(directive: Directive, tools: ConfTools): RewriteStep {
  const [variable = '', value = ''] = directive.args;
  const name = variableName(variable, directive);
  tools.define(name, (request) => request.values.get(name) ?? '', directive);
  return { kind: 'set', name, value: tools.template(value, directive) };
}

/** What stands between the parentheses of `if (…)`. */
export function parseCondition(directive: Directive, tools: ConfTools): Condition {
  const words = [...directive.args];
  const bad = (text: string) => new ConfError(`invalid condition "${text}"`, directive.place);
  if (!words[0]?.startsWith('(')) throw bad(words[0] ?? '');
  if (!words.at(-1)?.endsWith(')')) throw bad(words.at(-1) ?? '');
  words[0] = words[0].slice(1);
  words[words.length - 1] = words.at(-1)!.slice(0, -1);
  const [first = '', operator, value = ''] = words.filter(
    (word, at) => word !== '' || (at > 1 && at < words.length - 1),
  );

  const fileTest = /^(!?)-([fdex])$/.exec(first);
  if (fileTest && operator !== undefined) {
    const test = (['f', 'd', 'e', 'x'] as const).find((letter) => letter === fileTest[2]) ?? 'e';
    return { kind: 'path', test, path: tools.template(operator, directive), negated: fileTest[1] === '!' };
  }
  if (!first.startsWith('$')) throw bad(first);
  const variable = variableName(first, directive);
  tools.template(first, directive);
  if (operator === undefined) return { kind: 'truthy', variable };
  if (operator === '=' || operator === '!=') {
    return { kind: 'equals', variable, value: tools.template(value, directive), negated: operator === '!=' };
  }
  const matching = /^(!?)~(\*?)$/.exec(operator);
  if (!matching) throw new ConfError(`unexpected "${operator}" in condition`, directive.place);
  const pattern = tools.pattern(value, directive, matching[2] === '*');
  return { kind: 'matches', variable, pattern, negated: matching[1] === '!' };
}

function step(name: string, args: number | readonly [number, number], parse: typeof parseReturn) {
  return {
    name,
    contexts: CONTEXTS,
    args,
    isBlock: false as const,
    apply: (directive: Directive, scope: Scope, tools: ConfTools) => rewriteSteps.add(scope, parse(directive, tools)),
  };
}

export const rewriteDirectives = [
  step('rewrite', [2, 3], parseRewrite),
  step('return', [1, 2], parseReturn),
  step('set', 2, parseSet),
  step('break', 0, () => ({ kind: 'break' })),
] as const;
