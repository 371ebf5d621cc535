/** What a page or its browser lacks, for the words of a message to its reader. */
export type MissingFeature =
  | { readonly kind: 'secure-page' }
  | { readonly kind: 'isolation' }
  | { readonly kind: 'feature'; readonly name: string };

/** The first thing that no runtime can do without; null when all is there. */
export function missingFeature(): MissingFeature | null {
  if (!globalThis.isSecureContext) return { kind: 'secure-page' };
  const features: ReadonlyArray<readonly [name: string, present: boolean]> = [
    ['WebAssembly', typeof WebAssembly === 'object'],
    ['Workers', typeof Worker === 'function'],
    ['service workers', 'serviceWorker' in navigator],
    ['streams', typeof ReadableStream === 'function'],
    // The runtime is built on it. Any browser with it (2023, 2024) has Workers that are modules, which cannot be asked for
    // without starting one.
    ['Promise.withResolvers', typeof Promise.withResolvers === 'function'],
  ];
  const missing = features.find(([, present]) => !present);
  return missing ? { kind: 'feature', name: missing[0] } : null;
}
