// CRLF and CR end lines on the wire too, and the order of the fields is free.
export interface Frame {
  event: string;
  id: string;
  data: string;
}

const CRLF = '\r\n';

export function frameEvent({ event, id, data }: Frame): string {
  const lines = data.match(/[^\r\n]*(?:\r\n|\r|\n|$)/g)?.map((line) => line.replace(/[\r\n]+$/, '')) ?? [];
  // Such a match ends with an empty one, unless the text ends with a line end.
  if (!/[\r\n]$/.test(data) && data !== '') lines.pop();
  return [...lines.map((line) => `data: ${line}`), `event:${event}`, `id:${id}`, '', ''].join(CRLF);
}

export function frameComment(text: string): string {
  return `:${text.replace(/[\r\n]+/g, ' ')}\r\r`;
}
