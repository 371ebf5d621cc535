/** Thrown by a tool that this run cannot offer: the check is skipped, with the message as the reason. */
export class Unavailable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unavailable';
  }
}
