import { dirname, resolve } from 'node:path';
import type { Plugin } from 'vite';

const prefix = '\0editor-style:';

/**
 * Has each of Monaco's style sheets travel with the module that imports it. Left alone, Astro hoists the styles of
 * lazily imported chunks into every page's head, where they would delay the first paint of pages that may never open
 * an editor.
 */
export function editorStyles(): Plugin {
  return {
    name: 'editor-styles',
    enforce: 'pre',
    apply: 'build',
    resolveId(source, importer) {
      if (!source.endsWith('.css') || !importer?.includes('/monaco-editor/')) return null;
      return `${prefix}${resolve(dirname(importer), source)}.js`;
    },
    load(id) {
      if (!id.startsWith(prefix)) return null;
      const sheet = JSON.stringify(`${id.slice(prefix.length, -'.js'.length)}?inline`);
      return `import text from ${sheet};
document.head.append(Object.assign(document.createElement('style'), { textContent: text }));`;
    },
  };
}
