/** The script of each process, as a URL that loads without the network: no service worker stands in between. */
export async function loadProcessScript(): Promise<string> {
  const response = await fetch('/runtime/process.js');
  return URL.createObjectURL(new Blob([await response.blob()], { type: 'text/javascript' }));
}
