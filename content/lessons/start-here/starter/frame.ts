export interface Frame {
  /** The name that the page listens for. */
  event: string;
  id: string;
  /** Any text, of any number of lines. */
  data: string;
}

/** One event, as it goes over the wire. Good for one line, from someone you trust. */
export function frameEvent({ data }: Frame): string {
  return `data: ${data}\n\n`;
}

/** A comment, which EventSource skips. */
export function frameComment(text: string): string {
  return text;
}
