import type { Step } from './redis-script.ts';
import type { Received } from './redis-session.ts';

/** Their order is that of a hash table. */
const UNORDERED = new Set(['smembers', 'sinter', 'sunion', 'sdiff', 'sscan', 'keys', 'scan', 'pubsub', 'hrandfield']);

const BULK = /\$\d+\r\n[^\r]*\r\n/g;

function sortBulks(bytes: string): string {
  const sorted = bytes.match(BULK)?.sort() ?? [];
  return bytes.replace(BULK, () => sorted.shift() ?? '');
}

/** Replaces the number after a field's name. */
function hideNumber(bytes: string, field: string): string {
  return bytes.replace(new RegExp(`(\\$\\d+\\r\\n${field}\\r\\n):\\d+`, 'g'), '$1:<number>');
}

/** What two servers cannot have in common, replaced by the same words. */
function normalise(bytes: string, command: string): string {
  switch (command) {
    // Each server counts its own connections.
    case 'hello':
      return hideNumber(bytes, 'id');
    case 'client id':
      return bytes.replace(/^:\d+/, ':<id>');
    // The client is told when it was last seen, and since when an entry has been pending, in milliseconds.
    case 'xinfo consumers':
      return hideNumber(bytes, 'idle');
    case 'xpending':
      return bytes.replace(/(\$\d+\r\n\d+-\d+\r\n\$\d+\r\n\w+\r\n):\d+/g, '$1:<idle>');
    // An id that the server makes up is the time.
    case 'xadd':
      return bytes.replace(/^\$15\r\n\d{13}-\d+\r\n/, '<generated id>');
  }
  return UNORDERED.has(command.split(' ', 1)[0] ?? '') ? sortBulks(bytes) : bytes;
}

const CONTAINERS = new Set(['client', 'xinfo']);

function commandOf(step: Step): string {
  if (step.kind !== 'command') return '';
  const [name = '', subcommand = ''] = step.words.map((word) => word.toLowerCase());
  return CONTAINERS.has(name) ? `${name} ${subcommand}` : name;
}

export function normaliseReceived(received: Received, step: Step): Received {
  const command = commandOf(step);
  return {
    a: normalise(received.a, command),
    b: normalise(received.b, command),
    c: normalise(received.c, command),
  };
}
