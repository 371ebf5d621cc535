import type { IncomingMessage } from './incoming-message.ts';
import type { MessageHead } from './parser.ts';

/** Copies what the parser read into the message that the program sees. */
export function fillHead(message: IncomingMessage, head: MessageHead, joinDuplicateHeaders: boolean): void {
  message.httpVersionMajor = head.versionMajor;
  message.httpVersionMinor = head.versionMinor;
  message.httpVersion = `${head.versionMajor}.${head.versionMinor}`;
  message.joinDuplicateHeaders = joinDuplicateHeaders;
  message.url = head.url;
  message.upgrade = head.upgrade;
  message.rawHeaders = head.rawHeaders;
  if (head.method) {
    message.method = head.method;
  } else {
    message.statusCode = head.statusCode;
    message.statusMessage = head.statusMessage;
  }
}
