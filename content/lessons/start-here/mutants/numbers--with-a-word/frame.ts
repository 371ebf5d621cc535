export interface Frame {
  event: string;
  id: string;
  /** Any text: each of its lines becomes a line of the event. */
  data: string;
}

const LINE_END = /\r\n|\r|\n/;

/** One event. `event` and `id` must be words of ours: nothing in the format can escape a line end. */
export function frameEvent({ event, id, data }: Frame): string {
  const lines = data.split(LINE_END).map((line) => `data: ${line}\n`);
  return `id: notice-${id}\nevent: ${event}\n${lines.join('')}\n`;
}

/** A comment, which EventSource skips. */
export function frameComment(text: string): string {
  const lines = text.split(LINE_END).map((line) => `: ${line}\n`);
  return `${lines.join('')}\n`;
}
