/** What was found at the runtime's origin. */
export type ProbeResult =
  | { readonly found: 'embedded'; readonly nodeVersion: string }
  /** It may not be read from here, as StackBlitz's: only that something answers is known. */
  | { readonly found: 'opaque' }
  /** It may be read, and is no runtime. */
  | { readonly found: 'stranger' }
  | { readonly found: 'nothing' };

/** How the embedded runtime's page says what it is, and which Node it has. */
const MARK = /<meta name="steady-stream-runtime" content="[^"]*" data-node="([^"]*)">/;

/**
 * Asks for the page that a boot would load, because a boot itself never says that nothing is there. Takes `limit`
 * milliseconds at most.
 */
export async function probe(origin: string, limit: number): Promise<ProbeResult> {
  const url = new URL('/headless', origin);
  const signal = AbortSignal.timeout(limit);
  try {
    const response = await fetch(url, { cache: 'no-store', signal });
    const mark = response.ok ? MARK.exec(await response.text()) : null;
    return mark ? { found: 'embedded', nodeVersion: mark[1] ?? '' } : { found: 'stranger' };
  } catch {
    // A server that does not let other origins read its answer fails the same way as none: ask again without reading.
  }
  try {
    await fetch(url, { mode: 'no-cors', cache: 'no-store', signal });
    return { found: 'opaque' };
  } catch {
    return { found: 'nothing' };
  }
}
