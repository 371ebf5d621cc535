import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type { Exchange } from './exchange.ts';
import { insertIntoHead, isNavigation } from './html.ts';
import { stripForPage } from './page-script.ts';
import { PREVIEW_MARKUP } from './preview-script.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.mts': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** The server's half of a project, and the files about it: no page loads those, so the server may answer under their names. */
const PRIVATE = /^(?:\..*|node_modules|(?:server|checks)(?:[.-].*)?|package(?:-lock)?\.json|tsconfig.*\.json)$/;

export type StaticPath =
  | { readonly kind: 'file'; readonly file: string }
  /** Nothing that a page may load: the server's to answer. */
  | { readonly kind: 'elsewhere' }
  /** Leaves the root, or is no path at all. nginx answers 400. */
  | { readonly kind: 'bad' };

/** Which file under the root a request target means. */
export function staticPath(target: string): StaticPath {
  let decoded: string;
  try {
    decoded = decodeURIComponent(target.replace(/[?#].*$/s, ''));
  } catch {
    return { kind: 'bad' };
  }
  if (!decoded.startsWith('/') || decoded.includes('\0')) return { kind: 'bad' };
  let depth = 0;
  const segments = decoded.split(/[/\\]/).slice(1);
  for (const segment of segments) {
    if (segment === '..') depth--;
    else if (segment !== '' && segment !== '.') depth++;
    if (depth < 0) return { kind: 'bad' };
  }
  const name = path.posix.join('.', ...segments, segments.at(-1) === '' ? 'index.html' : '');
  const visible = !name.split('/').some((segment) => PRIVATE.test(segment));
  return visible && path.posix.extname(name) in CONTENT_TYPES ? { kind: 'file', file: name } : { kind: 'elsewhere' };
}

async function readIfFile(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null;
    throw error;
  }
}

/** Serves the files of one folder that a page may load, as they are at each request. */
export class StaticFiles {
  readonly #root: string;
  readonly #warn: (line: string) => void;

  constructor(root: string, warn: (line: string) => void) {
    this.#root = root;
    this.#warn = warn;
  }

  /** The answer's body, or null when `file` does not exist. */
  async read(file: string, forNavigation: boolean): Promise<Buffer | null> {
    const bytes = await readIfFile(path.join(this.#root, file));
    if (!bytes) return null;
    if (/\.m?ts$/.test(file)) {
      const script = stripForPage(bytes.toString(), file);
      if (script.error) this.#warn(script.error);
      return Buffer.from(script.code);
    }
    return forNavigation && file.endsWith('.html') ? insertIntoHead(bytes, PREVIEW_MARKUP) : bytes;
  }

  /** Answers with a file. False, and nothing is sent, when there is none. */
  async serve(file: string, request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<boolean> {
    const body = await this.read(file, isNavigation(request.headers));
    if (!body) return false;
    const contentType = CONTENT_TYPES[path.extname(file)]!;
    exchange.answered(200, contentType);
    response.writeHead(200, {
      'Content-Type': contentType,
      'Content-Length': body.length,
      'Cache-Control': 'no-store',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
    return true;
  }
}
