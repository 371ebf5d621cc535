/** What the machine's servers can make and previews ask for. Brotli and Zstandard are missing from the machine's zlib. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate';
