import { stat } from 'node:fs/promises';
import type { TryFiles } from '../config/settings/core.ts';
import { internalRedirect, namedRedirect } from './phases.ts';
import type { HttpRequest } from './request.ts';
import { endWithStatus } from './special.ts';

async function isThere(file: string, isFolder: boolean): Promise<boolean> {
  try {
    const stats = await stat(file);
    return isFolder ? stats.isDirectory() : stats.isFile();
  } catch {
    return false;
  }
}

/** The first candidate that exists becomes the URI; without one the fallback answers. */
export async function runTryFiles(request: HttpRequest, files: TryFiles, go: () => void): Promise<void> {
  for (const { path, isFolder } of files.candidates) {
    const uri = path.evaluate(request);
    if (!(await isThere(request.fileName(uri), isFolder))) continue;
    if (request.finished) return;
    if (uri !== request.uri) request.unchanged = false;
    request.uri = uri;
    go();
    return;
  }
  if (request.finished) return;
  const { fallback } = files;
  if (fallback.kind === 'named') namedRedirect(request, fallback.name);
  else if (fallback.kind === 'status') endWithStatus(request, fallback.status);
  else {
    const uri = fallback.uri.evaluate(request);
    const question = uri.indexOf('?');
    if (question === -1) internalRedirect(request, uri, '');
    else internalRedirect(request, uri.slice(0, question), uri.slice(question + 1));
  }
}
