import { mimeTypes } from '../config/blocks/http.ts';
import type { Scope } from '../config/scope.ts';
import { clientMaxBodySize, defaultType, internal, tryFiles } from '../config/settings/core.ts';
import { proxyPass } from '../config/settings/proxy.ts';
import { proxyRequest } from '../proxy/proxy-request.ts';
import type { Template } from '../variables/template.ts';
import { findLocation } from './find-location.ts';
import { limitConnections } from './limit-conn.ts';
import type { HttpRequest } from './request.ts';
import { type RewriteResult, runRewrites } from './rewrite-phase.ts';
import { endWithStatus, sendRedirect, sendText } from './special.ts';
import { serveStatic } from './static-content.ts';
import { runTryFiles } from './try-files.ts';

const MOST_REDIRECTS = 10;

/** Takes a request through nginx's phases. */
export function startRequest(request: HttpRequest): void {
  const { server } = request;
  request.scope = server.scope;
  const result = runRewrites(request, server.scope);
  if (settle(request, result)) return;
  enterLocation(request);
}

export function internalRedirect(request: HttpRequest, uri: string, args: string): void {
  request.uri = uri;
  request.args = args;
  request.unchanged = false;
  request.isInternal = true;
  request.quoted = true;
  if (!countRedirect(request, `rewrite or internal redirection cycle while internally redirecting to "${uri}"`)) return;
  request.scope = request.server.scope;
  const result = runRewrites(request, request.server.scope);
  if (!settle(request, result)) enterLocation(request);
}

export function namedRedirect(request: HttpRequest, name: string): void {
  request.isInternal = true;
  const location = request.server.named.get(name);
  if (!countRedirect(request, `rewrite or internal redirection cycle while redirect to named location "${name}"`))
    return;
  if (!location) {
    request.worker.log(request, 'error', `could not find named location "${name}"`);
    endWithStatus(request, 500);
    return;
  }
  request.location = location;
  enterScope(request, location.scope);
}

function countRedirect(request: HttpRequest, problem: string): boolean {
  request.redirects++;
  if (request.redirects <= MOST_REDIRECTS) return true;
  request.worker.log(request, 'error', problem);
  endWithStatus(request, 500);
  return false;
}

function enterLocation(request: HttpRequest): void {
  const found = findLocation(request);
  if (found.kind === 'slash') {
    sendRedirect(request, 301, request.args === '' ? found.uri : `${found.uri}?${request.args}`);
    return;
  }
  request.location = found.kind === 'location' ? found.location : null;
  enterScope(request, request.location?.scope ?? request.server.scope);
}

function enterScope(request: HttpRequest, scope: Scope): void {
  request.scope = scope;
  if (request.location && internal.get(scope) && !request.isInternal) {
    endWithStatus(request, 404);
    return;
  }
  const most = clientMaxBodySize.get(scope);
  if (most > 0 && (request.body.length ?? 0) > most) {
    request.worker.log(request, 'error', `client intended to send too large body: ${request.body.length} bytes`);
    endWithStatus(request, 413);
    return;
  }
  if (request.location) {
    const result = runRewrites(request, scope);
    if (settle(request, result)) return;
    if (result.kind === 'rewritten') {
      if (
        !countRedirect(
          request,
          'rewrite or internal redirection cycle while processing "$uri"'.replace('$uri', request.uri),
        )
      )
        return;
      request.scope = request.server.scope;
      enterLocation(request);
      return;
    }
  }
  if (!limitConnections(request)) return;
  const files = tryFiles.get(request.scope);
  if (files) void runTryFiles(request, files, () => content(request));
  else content(request);
}

function content(request: HttpRequest): void {
  if (request.finished) return;
  const target = proxyTargetOf(request.scope);
  if (target) proxyRequest(request, target);
  else void serveStatic(request);
}

/** Inside `if` the location's own server answers, unless the `if` names another. */
function proxyTargetOf(scope: Scope) {
  const own = proxyPass.get(scope);
  return own ?? (scope.context === 'if-location' && scope.parent ? proxyPass.get(scope.parent) : null);
}

/** Whether the rewrites answered. */
function settle(request: HttpRequest, result: RewriteResult): boolean {
  if (result.kind === 'redirect') sendRedirect(request, result.status, result.location);
  else if (result.kind === 'return') doReturn(request, result.status, result.text);
  else return false;
  return true;
}

function doReturn(request: HttpRequest, status: number, text: Template | null): void {
  if ([301, 302, 303, 307, 308].includes(status) && text) {
    request.answer.status = status;
    sendRedirect(request, status, text.evaluate(request));
    return;
  }
  if (status === 204) {
    sendText(request, 204, '', '');
    return;
  }
  if (text === null && status >= 300) {
    endWithStatus(request, status);
    return;
  }
  sendText(request, status, text?.evaluate(request) ?? '', contentTypeOf(request, request.uri));
}

/** By the extension of the URI, else the default. */
export function contentTypeOf(request: HttpRequest, uri: string): string {
  const extension = /\.([^./]+)$/.exec(uri)?.[1]?.toLowerCase();
  const known = extension === undefined ? undefined : mimeTypes.get(request.scope).get(extension);
  return known ?? defaultType.get(request.scope);
}
