/** A failure message without what differs from run to run: times and the numbers of ports. */
export function timeless(message: string): string {
  return message
    .replace(/^ {2,}\+\d+ ms/gm, '   +… ms')
    .replace(/PORT is \d+/g, 'PORT is …')
    .replace(/\/\S*\/steady-stream-\w+\//g, '…/');
}
