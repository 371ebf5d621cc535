/** llhttp, the HTTP parser of Node itself, as WebAssembly. Undici ships it without types. */
declare module 'undici/lib/llhttp/llhttp-wasm.js' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
