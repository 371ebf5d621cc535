/** A program of this folder, bundled, as text: see bundle.ts. */
declare module 'program:*' {
  const source: string;
  export default source;
}
