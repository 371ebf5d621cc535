import { readFile } from 'node:fs/promises';
import type { RequestListener, ServerResponse } from 'node:http';
import path from 'node:path';
import sirv from 'sirv';
import { DEFAULT_RUNTIME_ORIGIN } from './build-record.ts';
import type { ResponseHeaders } from './response-headers.ts';

export function setHeaders(response: ServerResponse, headers: ResponseHeaders): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

const ORIGIN_META = new RegExp(`(<meta name="(?:embedded-)?runtime-origin" content=")${DEFAULT_RUNTIME_ORIGIN}"`, 'g');

/** A page with the embedded runtime's origin in its metadata replaced by the one that is served here. */
export function withRuntimeOrigin(page: string, runtimeOrigin: string): string {
  return page.replace(ORIGIN_META, `$1${runtimeOrigin}"`);
}

async function readPage(folder: string, pathname: string): Promise<string | null> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  const name = path.posix.join('/', decoded);
  const candidates = name.endsWith('/')
    ? [`${name}index.html`]
    : name.endsWith('.html')
      ? [name]
      : path.posix.extname(name) === ''
        ? [`${name}.html`, `${name}/index.html`]
        : [];
  for (const candidate of candidates) {
    const page = await readFile(path.join(folder, candidate), 'utf8').catch(() => null);
    if (page !== null) return page;
  }
  return null;
}

function sendHtml(response: ServerResponse, status: number, page: string, withBody: boolean): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(page),
    'Cache-Control': 'no-cache',
  });
  response.end(withBody ? page : undefined);
}

/** Serves the built site; each page names the runtime that is served beside it. */
export function serveSite(folder: string, headers: ResponseHeaders, runtimeOrigin: string): RequestListener {
  const assets = sirv(folder, {
    etag: true,
    setHeaders: (response, pathname) => {
      // Astro puts a hash of the content into these names.
      const lasting = pathname.startsWith('/_astro/');
      response.setHeader('Cache-Control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return async (request, response) => {
    setHeaders(response, headers);
    const withBody = request.method !== 'HEAD';
    const page = await readPage(folder, (request.url ?? '/').replace(/[?#].*$/, ''));
    if (page !== null) {
      sendHtml(response, 200, withRuntimeOrigin(page, runtimeOrigin), withBody);
      return;
    }
    assets(request, response, async () => {
      const notFound = (await readPage(folder, '/404.html')) ?? 'There is no such page.';
      sendHtml(response, 404, withRuntimeOrigin(notFound, runtimeOrigin), withBody);
    });
  };
}

/**
 * Serves the built runtime; with `changing`, a folder that is rebuilt meanwhile.
 * Previews are no files here: a service worker answers for them.
 */
export function serveRuntime(folder: string, headers: ResponseHeaders, changing = false): RequestListener {
  const assets = sirv(folder, {
    dev: changing,
    etag: true,
    setHeaders: (response) => response.setHeader('Cache-Control', 'no-cache'),
  });
  return (request, response) => {
    setHeaders(response, headers);
    assets(request, response, () => {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end('Nothing here. A preview exists only inside the page that started it.\n');
    });
  };
}
