/** One of the runtime's scripts, as source text. */
export async function loadScript(name: 'blank' | 'process'): Promise<string> {
  const response = await fetch(`/runtime/${name}.js`);
  return response.text();
}

/** A URL under which `source` loads without the network: no service worker stands in between. */
export function scriptUrl(source: string): string {
  return URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
}
