/** Could not be fetched; the message says why in a few words. */
export class ProgramError extends Error {}

/** The bundled programs that the site hands out, each fetched once per page. */
export class LabPrograms {
  readonly #texts = new Map<string, Promise<string>>();

  /** `url` is on the site's origin. Rejects with a {@link ProgramError}; a later call tries again. */
  text(url: string): Promise<string> {
    const known = this.#texts.get(url);
    if (known) return known;
    const text = download(url);
    this.#texts.set(url, text);
    text.catch(() => this.#texts.delete(url));
    return text;
  }
}

async function download(url: string): Promise<string> {
  const response = await fetch(url).catch(() => {
    throw new ProgramError(`${url} could not be fetched`);
  });
  if (!response.ok) throw new ProgramError(`${url} answered ${response.status}`);
  return response.text();
}
