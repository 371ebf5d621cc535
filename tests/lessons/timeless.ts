/**
 * A failure message without what differs from run to run: the numbers of ports and processes, and folders. Times are
 * virtual, so they stay.
 */
export function timeless(message: string): string {
  return message
    .replace(/PORT is \d+/g, 'PORT is …')
    .replace(/\b\d+#\d+: /g, '… ')
    .replace(/\/\S*\/steady-stream-\w+\//g, '…/');
}
