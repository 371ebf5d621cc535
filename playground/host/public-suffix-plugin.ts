import type { Plugin } from 'esbuild';

/**
 * Leaves the list of public suffixes (124 KB) out of `tough-cookie`: the machine's jar knows one host, localhost, and asks
 * for no suffix.
 */
export const noPublicSuffixes: Plugin = {
  name: 'no-public-suffixes',
  setup(build) {
    build.onResolve({ filter: /^tldts$/ }, () => ({ path: 'tldts', namespace: 'no-public-suffixes' }));
    build.onLoad({ filter: /.*/, namespace: 'no-public-suffixes' }, () => ({
      contents: 'export function getDomain() { return null; }',
    }));
  },
};
