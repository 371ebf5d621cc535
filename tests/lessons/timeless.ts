/**
 * A failure message without what differs from run to run: the numbers of ports and processes, folders, and where in a
 * package an error was thrown. Times are virtual, so they stay.
 */
export function timeless(message: string): string {
  return (
    message
      .replace(/^ +at .*node_modules.*\n/gm, '')
      .replace(/^ +\/\S*node_modules\S*:\d+\n.*\n(?: +\^+\n)?/gm, '')
      .replace(/PORT is \d+/g, 'PORT is …')
      .replace(/\b\d+#\d+: /g, '… ')
      .replace(/\/\S*\/steady-stream-\w+\//g, '…/')
      // Connections that break at the same time say so in an order of their own.
      .replace(/\n +Redis: Socket closed unexpectedly/g, '')
      .replace(/(127\.0\.0\.1|::1):\d{5}\b/g, '$1:…')
  );
}
