import { readFile, stat } from 'node:fs/promises';
import { etag, index, logNotFound } from '../config/settings/core.ts';
import { contentTypeOf, internalRedirect } from './phases.ts';
import type { HttpRequest } from './request.ts';
import { endWithStatus, sendRedirect } from './special.ts';

interface FoundFile {
  readonly isFolder: boolean;
  readonly size: number;
  readonly modified: Date;
}

const ERRORS: Readonly<Record<string, readonly [status: number, words: string]>> = {
  ENOENT: [404, '2: No such file or directory'],
  ENOTDIR: [404, '20: Not a directory'],
  EACCES: [403, '13: Permission denied'],
};

async function look(file: string): Promise<FoundFile | NodeJS.ErrnoException> {
  try {
    const stats = await stat(file);
    return { isFolder: stats.isDirectory(), size: stats.size, modified: stats.mtime };
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** Serves what `root` or `alias` has under the URI. */
export async function serveStatic(request: HttpRequest): Promise<void> {
  if (!['GET', 'HEAD', 'POST'].includes(request.method)) {
    endWithStatus(request, 405);
    return;
  }
  if (request.uri.endsWith('/')) {
    await serveIndex(request);
    return;
  }
  const file = request.fileName();
  const found = await look(file);
  if (request.finished) return;
  if (found instanceof Error) {
    const [status, words] = ERRORS[found.code ?? ''] ?? [500, found.message];
    if (status !== 404 || logNotFound.get(request.scope)) {
      request.worker.log(request, 'error', `open() "${file}" failed (${words})`);
    }
    endWithStatus(request, status);
  } else if (found.isFolder) {
    const { args, uri } = request;
    sendRedirect(request, 301, args === '' ? `${uri}/` : `${uri}/?${args}`);
  } else if (request.method === 'POST') endWithStatus(request, 405);
  else await sendFile(request, file, found);
}

async function serveIndex(request: HttpRequest): Promise<void> {
  const folder = request.fileName();
  const names = index.get(request.scope)?.map((template) => template.evaluate(request)) ?? ['index.html'];
  for (const name of names) {
    const found = await look(`${folder}${name}`);
    if (request.finished) return;
    if (found instanceof Error || found.isFolder) continue;
    internalRedirect(request, `${request.uri}${name}`, request.args);
    return;
  }
  const there = await look(folder);
  if (request.finished) return;
  if (there instanceof Error) {
    const [status, words] = ERRORS[there.code ?? ''] ?? [500, there.message];
    if (logNotFound.get(request.scope)) {
      request.worker.log(request, 'error', `"${folder}${names[0]}" is not found (${words})`);
    }
    endWithStatus(request, status);
    return;
  }
  request.worker.log(request, 'error', `directory index of "${folder}" is forbidden`);
  endWithStatus(request, 403);
}

async function sendFile(request: HttpRequest, file: string, found: FoundFile): Promise<void> {
  const { answer, head, worker } = request;
  const bytes = await readFile(file);
  if (request.finished) return;
  const changed = worker.preview?.transform(request, file, bytes) ?? null;
  const body = changed ?? bytes;
  answer.status = 200;
  answer.contentType = worker.preview?.typeOf(file) ?? contentTypeOf(request, request.uri);
  answer.contentLength = body.length;
  if (changed === null) {
    answer.lastModified = found.modified.toUTCString();
    const tag = `"${Math.floor(found.modified.getTime() / 1000).toString(16)}-${found.size.toString(16)}"`;
    if (etag.get(request.scope)) answer.headers.add('ETag', tag);
    if (isUnmodified(request, tag, found.modified)) {
      answer.status = 304;
      answer.contentType = null;
      answer.contentLength = null;
    } else if (!request.errorStatus || request.errorStatus === 200) answer.headers.add('Accept-Ranges', 'bytes');
  }
  request.body.discard();
  answer.start();
  if (answer.status !== 304 && head.method !== 'HEAD' && body.length > 0) {
    answer.write(body, { flush: false, direct: false });
  }
  answer.finish();
}

function isUnmodified(request: HttpRequest, tag: string, modified: Date): boolean {
  if (request.errorStatus !== null) return false;
  const known = request.head.headers.get('if-none-match');
  if (known !== null) return known === '*' || known.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
  const since = request.head.headers.get('if-modified-since');
  return since !== null && Math.floor(modified.getTime() / 1000) * 1000 === Date.parse(since);
}
