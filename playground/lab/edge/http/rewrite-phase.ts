import { accessSync, constants, statSync } from 'node:fs';
import type { Scope } from '../config/scope.ts';
import { type Condition, type RewriteStep, rewriteSteps } from '../config/settings/rewrite.ts';
import type { Template } from '../variables/template.ts';
import type { HttpRequest } from './request.ts';

export type RewriteResult =
  | { readonly kind: 'continue' }
  | { readonly kind: 'return'; readonly status: number; readonly text: Template | null }
  | { readonly kind: 'redirect'; readonly status: 301 | 302; readonly location: string }
  /** The URI is another one: the location is looked for again. */
  | { readonly kind: 'rewritten' };

const CONTINUE: RewriteResult = { kind: 'continue' };

/** Runs the steps of one level. @see https://nginx.org/en/docs/http/ngx_http_rewrite_module.html */
export function runRewrites(request: HttpRequest, scope: Scope): RewriteResult {
  let rewritten = false;
  const run = (steps: readonly RewriteStep[]): RewriteResult | 'stop' | null => {
    for (const step of steps) {
      const result = runStep(step);
      if (result !== null) return result;
    }
    return null;
  };
  const runStep = (step: RewriteStep): RewriteResult | 'stop' | null => {
    switch (step.kind) {
      case 'set':
        request.values.set(step.name, step.value.evaluate(request));
        return null;
      case 'break':
        return 'stop';
      case 'return':
        return step;
      case 'if':
        if (!holds(step.condition, request)) return null;
        request.scope = step.scope;
        return run(rewriteSteps.get(step.scope));
      case 'rewrite': {
        const result = rewrite(request, step);
        if (result === null) return null;
        if (result !== 'rewritten') return result;
        if (step.flag === 'break') return 'stop';
        rewritten = true;
        return step.flag === 'last' ? { kind: 'rewritten' } : null;
      }
    }
  };
  const result = run(rewriteSteps.get(scope));
  if (result === 'stop') return CONTINUE;
  return result ?? (rewritten ? { kind: 'rewritten' } : CONTINUE);
}

function rewrite(
  request: HttpRequest,
  step: Extract<RewriteStep, { kind: 'rewrite' }>,
): RewriteResult | 'rewritten' | null {
  if (!request.matches(step.pattern, request.uri)) return null;
  const target = step.replacement.evaluate(request);
  const question = target.indexOf('?');
  const path = question === -1 ? target : target.slice(0, question);
  const own = question === -1 ? '' : target.slice(question + 1);
  // A question mark at the end keeps the old arguments away.
  const keep = !step.replacement.text.endsWith('?');
  const args = [own, keep ? request.args : ''].filter((part) => part !== '').join('&');
  if (step.flag === 'redirect' || step.flag === 'permanent') {
    const location = args === '' ? path : `${path}?${args}`;
    return { kind: 'redirect', status: step.flag === 'permanent' ? 301 : 302, location };
  }
  request.uri = path;
  request.args = args;
  request.unchanged = false;
  return 'rewritten';
}

function holds(condition: Condition, request: HttpRequest): boolean {
  switch (condition.kind) {
    case 'truthy': {
      const value = request.variable(condition.variable) ?? '';
      return value !== '' && value !== '0';
    }
    case 'equals':
      return ((request.variable(condition.variable) ?? '') === condition.value.evaluate(request)) !== condition.negated;
    case 'matches':
      return request.matches(condition.pattern, request.variable(condition.variable) ?? '') !== condition.negated;
    case 'path':
      return fileTest(condition.test, condition.path.evaluate(request)) !== condition.negated;
  }
}

function fileTest(test: 'f' | 'd' | 'e' | 'x', file: string): boolean {
  try {
    if (test === 'x') accessSync(file, constants.X_OK);
    const stats = statSync(file);
    return test === 'f' ? stats.isFile() : test === 'd' ? stats.isDirectory() : true;
  } catch {
    return false;
  }
}
