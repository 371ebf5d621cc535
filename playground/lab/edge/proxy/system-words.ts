/** The kernel's words for what went wrong, as they stand in nginx's log. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: '111: Connection refused',
  ECONNRESET: '104: Connection reset by peer',
  EPIPE: '32: Broken pipe',
  ETIMEDOUT: '110: Connection timed out',
  EHOSTUNREACH: '113: No route to host',
  ENETUNREACH: '101: Network is unreachable',
};

export function systemWords(error: NodeJS.ErrnoException): string {
  return WORDS[error.code ?? ''] ?? error.message;
}
