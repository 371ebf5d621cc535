/** llhttp, the HTTP parser of Node itself, as WebAssembly. Undici ships it without types. */
export function load(): Uint8Array<ArrayBuffer>;
