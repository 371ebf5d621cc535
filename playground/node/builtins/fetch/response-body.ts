import type { Buffer } from '../buffer.ts';
import type { ClientRequest } from '../http/client-request.ts';
import type { IncomingMessage } from '../http/incoming-message.ts';
import { IdleTimer } from '../net/idle-timer.ts';
import { BodyTimeoutError, terminated, translate } from './errors.ts';

/** Node's fetch gives up on a body after 300 s of silence. @see https://undici.nodejs.org/#/docs/api/Client */
const BODY_TIMEOUT = 300_000;

/** What the stream holds before the connection is told to wait, in bytes. */
const HIGH_WATER_MARK = 64 * 1024;

/** The response's body as it arrives. A reader that stops reading stops the sender. */
export function streamBody(
  request: ClientRequest,
  response: IncomingMessage,
  signal: AbortSignal,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { socket } = response;
  const source: UnderlyingByteSource = {
    type: 'bytes',
    start(controller) {
      let open = true;
      const settle = (finish: () => void) => {
        if (!open) return;
        open = false;
        idle.clear();
        signal.removeEventListener('abort', onAbort);
        finish();
      };
      const fail = (error: unknown) => settle(() => controller.error(error));
      const idle = new IdleTimer(() => {
        fail(terminated(new BodyTimeoutError('Body Timeout Error')));
        request.destroy();
      });
      const onAbort = () => {
        fail(signal.reason);
        request.destroy();
      };
      signal.addEventListener('abort', onAbort);
      idle.set(BODY_TIMEOUT);
      response.on('data', (bytes: Buffer) => {
        idle.refresh();
        if (!open) return;
        // The stream takes the memory over, and this is a view into a larger read.
        controller.enqueue(new Uint8Array(bytes));
        if ((controller.desiredSize ?? 0) <= 0) response.pause();
      });
      response.on('end', () => settle(() => close(controller)));
      request.on('error', (error: Error) => fail(terminated(translate(error, socket))));
      response.on('error', (error: Error) => fail(terminated(translate(error, socket))));
      response.on('close', () => settle(() => {}));
    },
    pull() {
      response.resume();
    },
    cancel() {
      request.destroy();
    },
  };
  return new ReadableStream(source, { highWaterMark: HIGH_WATER_MARK });
}

/** A reader that brought its own buffer is told of the end only through it. */
function close(controller: ReadableByteStreamController): void {
  controller.close();
  controller.byobRequest?.respond(0);
}

/** Undoes `Content-Encoding`, last applied first. A coding that is not known is left to the program. */
export function decodeBody(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  contentEncoding: string,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const codings = contentEncoding.toLowerCase().split(',').map(toFormat);
  if (codings.includes(null)) return body;
  return codings.reduceRight(
    (stream, format) => (format ? stream.pipeThrough(new DecompressionStream(format)) : stream),
    body,
  );
}

function toFormat(coding: string): CompressionFormat | null {
  const name = coding.trim();
  if (name === 'gzip' || name === 'x-gzip') return 'gzip';
  return name === 'deflate' ? 'deflate' : null;
}
