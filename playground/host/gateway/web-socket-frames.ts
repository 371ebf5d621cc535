/** The frames of a WebSocket. @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */

export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  readonly final: boolean;
  readonly opcode: number;
  readonly payload: Uint8Array;
}

/** The server broke the protocol: the connection is to be failed. */
export class FrameError extends Error {}

/** Far beyond what a program here sends; a length that is no length must not be waited for. */
const MAX_PAYLOAD_BYTES = 256 * 1024 * 1024;
const MAX_CONTROL_BYTES = 125;

/** A whole message in one frame, masked, as every client's frame is. */
export function encodeFrame(opcode: number, payload: Uint8Array): Uint8Array {
  const { byteLength: length } = payload;
  const extended = length <= 125 ? 0 : length <= 0xffff ? 2 : 8;
  const frame = new Uint8Array(2 + extended + 4 + length);
  const view = new DataView(frame.buffer);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) view.setUint16(2, length);
  else if (extended === 8) view.setBigUint64(2, BigInt(length));
  const mask = crypto.getRandomValues(frame.subarray(2 + extended, 6 + extended));
  const start = 6 + extended;
  for (let index = 0; index < length; index++) frame[start + index] = payload[index]! ^ mask[index & 3]!;
  return frame;
}

/** Reads a server's frames, whatever the pieces that they come in. */
export class FrameReader {
  #bytes = new Uint8Array();

  /** The frames that are complete now. Throws a {@link FrameError}. */
  push(bytes: Uint8Array): Frame[] {
    const all = new Uint8Array(this.#bytes.byteLength + bytes.byteLength);
    all.set(this.#bytes);
    all.set(bytes, this.#bytes.byteLength);
    const frames: Frame[] = [];
    let at = 0;
    for (let read = readFrame(all, at); read; read = readFrame(all, at)) {
      frames.push(read.frame);
      at = read.end;
    }
    this.#bytes = all.slice(at);
    return frames;
  }
}

function readFrame(bytes: Uint8Array, at: number): { frame: Frame; end: number } | null {
  const first = bytes[at];
  const second = bytes[at + 1];
  if (first === undefined || second === undefined) return null;
  const opcode = first & 0x0f;
  const final = (first & 0x80) !== 0;
  if ((first & 0x70) !== 0) throw new FrameError('reserved bits are set');
  if ((second & 0x80) !== 0) throw new FrameError('a server’s frame is masked');
  if (!(opcode <= 2 || (opcode >= 8 && opcode <= 10))) throw new FrameError(`unknown opcode ${opcode}`);
  const short = second & 0x7f;
  if (opcode >= 8 && (!final || short > MAX_CONTROL_BYTES))
    throw new FrameError('a control frame is too long or split');
  const start = at + 2 + (short === 126 ? 2 : short === 127 ? 8 : 0);
  if (bytes.byteLength < start) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = short === 126 ? view.getUint16(at + 2) : short === 127 ? Number(view.getBigUint64(at + 2)) : short;
  if (length > MAX_PAYLOAD_BYTES) throw new FrameError('a frame is too long');
  const end = start + length;
  if (bytes.byteLength < end) return null;
  return { frame: { final, opcode, payload: bytes.slice(start, end) }, end };
}
