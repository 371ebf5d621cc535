import { errorPage, msiePadding, recursiveErrorPages } from '../config/settings/core.ts';
import { errorPageHtml, hasPage } from '../http1/status.ts';
import { softwareName } from '../variables/builtin.ts';
import { internalRedirect, namedRedirect } from './phases.ts';
import type { HttpRequest } from './request.ts';

/** Statuses after which nginx does not trust the connection. */
const CLOSING = new Set([400, 408, 413, 414, 494, 495, 496, 497, 500, 501]);

/** Ends a request with a status: through `error_page`, with nginx's own page, or for 444 with nothing at all. */
export function endWithStatus(request: HttpRequest, status: number): void {
  if (request.finished) return;
  if (status === 444) {
    closeUnanswered(request);
    return;
  }
  if (CLOSING.has(status)) request.keepAlive = false;
  if (tryErrorPage(request, status)) return;
  sendPage(request, status);
}

function closeUnanswered(request: HttpRequest): void {
  if (request.worker.preview?.explainFailure(request)) return;
  request.answer.status = 444;
  const detail = { by: 'edge', how: 'fin', why: request.failedUpstream ? 'no server answered' : 'return 444' } as const;
  request.client.finishRequest(request, 'closed', {
    reason: request.failedUpstream ? 'upstream-error' : 'server',
    detail,
  });
}

/** Whether an `error_page` takes over. */
export function tryErrorPage(request: HttpRequest, status: number): boolean {
  if (request.errorPageTried && !recursiveErrorPages.get(request.scope)) return false;
  const page = errorPage.get(request.scope).find(({ statuses }) => statuses.includes(status));
  if (!page) return false;
  request.errorPageTried = true;
  request.errorStatus = page.status ?? status;
  request.answer.clear();
  const uri = page.uri.evaluate(request);
  if (uri.startsWith('@')) namedRedirect(request, uri);
  else if (uri.startsWith('/')) {
    const question = uri.indexOf('?');
    if (request.method !== 'HEAD') request.method = 'GET';
    internalRedirect(
      request,
      question === -1 ? uri : uri.slice(0, question),
      question === -1 ? '' : uri.slice(question + 1),
    );
  } else sendRedirect(request, [301, 302, 303, 307, 308].includes(page.status ?? 0) ? page.status! : 302, uri);
  return true;
}

function sendPage(request: HttpRequest, status: number): void {
  const { answer, head } = request;
  const agent = head.headers.get('user-agent') ?? '';
  const padded = msiePadding.get(request.scope) && /MSIE |Chrome\//.test(agent) && head.version !== '1.0';
  const body = hasPage(status) ? Buffer.from(errorPageHtml(status, softwareName(request), padded)) : Buffer.alloc(0);
  const { location } = answer;
  const kept = [...answer.headers].filter(({ name }) => /^(?:www-authenticate|location)$/i.test(name));
  answer.clear();
  answer.location = location;
  for (const { name, value } of kept) answer.headers.add(name, value);
  answer.status = status === 494 ? 400 : status;
  answer.contentType = hasPage(status) ? 'text/html' : null;
  answer.contentLength = body.length;
  request.body.discard();
  answer.start();
  if (body.length > 0) answer.write(body, { flush: false, direct: false });
  answer.finish();
}

export function sendRedirect(request: HttpRequest, status: number, location: string): void {
  request.answer.clear();
  request.answer.setLocation(location);
  request.errorStatus = null;
  sendPage(request, status);
}

/** A body that the configuration itself holds. */
export function sendText(request: HttpRequest, status: number, text: string, contentType: string): void {
  const { answer } = request;
  const body = Buffer.from(text, 'latin1');
  answer.clear();
  answer.status = status;
  answer.contentType = contentType;
  answer.contentLength = body.length;
  request.body.discard();
  answer.start();
  if (body.length > 0) answer.write(body, { flush: false, direct: false });
  answer.finish();
}
