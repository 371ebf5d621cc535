import { DEFAULT_RUNTIME_ORIGIN } from './build-record.ts';

/** The origins of one running product. */
export interface Origins {
  /** Where the site may be opened: it answers on both names of the loopback interface. */
  readonly sites: readonly string[];
  /** The runtime that is served beside the site. */
  readonly runtime: string;
  /** The runtime that pages boot: the one above, unless the site was built for StackBlitz's. */
  readonly host: string;
}

/** The origins of a site and a runtime served on these ports of the loopback interface. */
export function loopbackOrigins(sitePort: number, runtimePort: number, builtFor: string): Origins {
  // Two names, so that browsers give each origin a process of its own: one cannot freeze the other.
  const runtime = `http://127.0.0.1:${runtimePort}`;
  return {
    sites: [`http://localhost:${sitePort}`, `http://127.0.0.1:${sitePort}`],
    runtime,
    host: builtFor === DEFAULT_RUNTIME_ORIGIN ? runtime : builtFor,
  };
}

export type ResponseHeaders = Readonly<Record<string, string>>;

function policy(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${[...new Set(sources)].join(' ')}`)
    .join('; ');
}

/** Where a WebContainer's previews live. */
const WEBCONTAINER_PREVIEWS = [
  'https://*.webcontainer-api.io',
  'https://*.webcontainer.io',
  'https://*.w-credentialless-staticblitz.com',
];

/**
 * Pages of the site. `frame-src` is what keeps a preview from leaving for another origin by `location =`.
 * Inline scripts are allowed: all of them are the site's own, set at build time, and no page shows a stranger's markup.
 */
export function siteHeaders({ runtime, host }: Origins, isolated: boolean): ResponseHeaders {
  const frames = host === runtime ? [runtime] : [runtime, host, ...WEBCONTAINER_PREVIEWS];
  return {
    'Content-Security-Policy': policy({
      'default-src': ["'self'"],
      'script-src': ["'self'", "'unsafe-inline'", "'wasm-unsafe-eval'"],
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'blob:', 'data:'],
      'font-src': ["'self'", 'data:'],
      'worker-src': ["'self'", 'blob:'],
      'connect-src': ["'self'", runtime, host],
      'frame-src': frames,
      'object-src': ["'none'"],
      'base-uri': ["'self'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'self'"],
    }),
    // Its own process, so that a preview that loops does not freeze the page around it.
    'Origin-Agent-Cluster': '?1',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Content-Type-Options': 'nosniff',
    // WebContainers need SharedArrayBuffer, which needs cross-origin isolation.
    ...(isolated && {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    }),
  };
}

/**
 * Everything on the runtime origin, where learners' code runs: it may do what it likes, but reach no other origin.
 * Pages of the site read it from elsewhere, hence CORS and CORP.
 */
export function runtimeHeaders({ sites }: Origins, isolated: boolean): ResponseHeaders {
  return {
    'Content-Security-Policy': policy({
      'default-src': ["'self'", "'unsafe-inline'", "'unsafe-eval'", "'wasm-unsafe-eval'", 'blob:', 'data:'],
      'worker-src': ["'self'", 'blob:'],
      'object-src': ["'none'"],
      'base-uri': ["'self'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'self'", ...sites],
    }),
    'Origin-Agent-Cluster': '?1',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Service-Worker-Allowed': '/',
    ...(isolated && { 'Cross-Origin-Embedder-Policy': 'require-corp' }),
  };
}
