/**
 * Gives a response the methods that read its whole body, as the Fetch standard describes them, on top of its stream.
 * Firefox reads bodies with the help of another thread, in real time, which virtual time cannot wait for.
 *
 * @see https://fetch.spec.whatwg.org/#body-mixin
 */
export function readHere(response: Response): Response {
  const bytes = () => readAll(response.body);
  const text = async () => new TextDecoder().decode(await bytes());
  const methods: Partial<Response> = {
    bytes,
    text,
    arrayBuffer: async () => (await bytes()).buffer,
    json: async () => JSON.parse(await text()),
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(response, name, { value, configurable: true, writable: true });
  }
  return response;
}

/** Rejects as `text()` would: with a TypeError when somebody reads it already, or with what broke it. */
async function readAll(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  const reader = body?.getReader();
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) pieces.push(piece.value);
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
