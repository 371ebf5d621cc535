/**
 * Two connections that break at the same time, and come back, say so in an order of their own. Whoever knocks while Redis is
 * going away is refused or reset.
 */
const REDIS_LINES = /(?:\n +Redis\b.*)+/g;

/**
 * A failure message without what differs from run to run: the numbers of ports and processes, folders, and where in a
 * package an error was thrown. Times are virtual, so they stay.
 */
export function timeless(message: string): string {
  return message
    .replace(/^ +at .*node_modules.*\n/gm, '')
    .replace(/^ +\/\S*node_modules\S*:\d+\n.*\n(?: +\^+\n)?/gm, '')
    .replace(/PORT is \d+/g, 'PORT is …')
    .replace(/\b\d+#\d+: /g, '… ')
    .replace(/\/\S*\/steady-stream-[\w-]+\//g, '…/')
    .replace(REDIS_LINES, (lines) =>
      lines
        .replace(/ECONNRE(?:FUSED|SET)/g, 'ECONNRE…')
        .split('\n')
        .sort()
        .join('\n'),
    )
    .replace(/(127\.0\.0\.1|::1):\d{5}\b/g, '$1:…');
}
