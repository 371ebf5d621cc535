import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An address in a page, and the element that has it. */
export interface Reference {
  readonly element: string;
  readonly attribute: string;
  readonly address: string;
}

export interface BuiltPage {
  /** As a browser asks for it: `/lessons/resume/`. */
  readonly path: string;
  readonly ids: readonly string[];
  readonly references: readonly Reference[];
}

const TAG = /<([a-z][a-z0-9-]*)((?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*\/?>/gi;
const ATTRIBUTE = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/** What a page loads or leads to. An island's are the modules that make it work. */
const ADDRESSES = new Set(['href', 'src', 'action', 'poster', 'component-url', 'renderer-url', 'before-hydration-url']);

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&#34;': '"',
  '&#38;': '&',
};

function decoded(value: string): string {
  return value.replace(/&(?:amp|quot|#34|#38|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** Reads what the site's builder wrote: well-formed tags, so no parser for the whole of HTML is needed. */
export function readPage(path: string, html: string): BuiltPage {
  const ids: string[] = [];
  const references: Reference[] = [];
  // Neither a script's text nor a comment is markup.
  const markup = html.replace(/<!--[\s\S]*?-->/g, '').replace(/(<(script|style)\b[^>]*>)[\s\S]*?<\/\2>/gi, '$1');
  for (const [, element = '', attributes = ''] of markup.matchAll(TAG)) {
    for (const [, name = '', double, single, bare] of attributes.matchAll(ATTRIBUTE)) {
      const value = decoded(double ?? single ?? bare ?? '');
      if (name === 'id') ids.push(value);
      else if (ADDRESSES.has(name)) references.push({ element, attribute: name, address: value });
    }
  }
  return { path, ids, references };
}

/** Every page in the folder of a built site. */
export async function builtPages(folder: string): Promise<readonly BuiltPage[]> {
  const pages: BuiltPage[] = [];
  for await (const file of glob('**/*.html', { cwd: folder })) {
    const path = `/${file.replaceAll('\\', '/').replace(/(^|\/)index\.html$/, '$1')}`;
    pages.push(readPage(path, await readFile(join(folder, file), 'utf8')));
  }
  return pages.sort((a, b) => a.path.localeCompare(b.path));
}
