/** Where a directive ends: the line that nginx names in its messages. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export type LogLevel = 'debug' | 'info' | 'notice' | 'warn' | 'error' | 'crit' | 'alert' | 'emerg';

/** A configuration that nginx refuses, in nginx's words. */
export class ConfError extends Error {
  readonly place: Place | null;

  constructor(message: string, place: Place | null) {
    super(message);
    this.place = place;
  }
}

export function atPlace(message: string, place: Place | null): string {
  return place ? `${message} in ${place.file}:${place.line}` : message;
}

/** The line as `nginx -t` prints it. */
export function confErrorLine(error: ConfError): string {
  return `nginx: [emerg] ${atPlace(error.message, error.place)}`;
}
