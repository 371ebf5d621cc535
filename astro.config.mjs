import mdx from '@astrojs/mdx';
import preact from '@astrojs/preact';
import { defineConfig } from 'astro/config';
import { editorStyles } from './src/build/editor-styles.ts';
import { codeTheme } from './src/course/code-theme.ts';

export default defineConfig({
  outDir: './dist/site',
  publicDir: './src/public',
  trailingSlash: 'always',
  server: { port: 4321 },
  devToolbar: { enabled: false },
  integrations: [mdx(), preact()],
  markdown: { shikiConfig: { theme: codeTheme } },
  vite: {
    plugins: [editorStyles()],
    build: {
      // MDX starts each module with a directive that the bundler does not know: harmless, and one warning a lesson.
      rolldownOptions: { checks: { moduleLevelDirective: false } },
      // Monaco and its TypeScript worker are large by nature and load on demand.
      chunkSizeWarningLimit: 8000,
    },
    worker: { format: 'es' },
  },
});
