declare module 'punycode/punycode.es6.js' {
  const library: Readonly<Record<string, unknown>>;
  export default library;
}
