export interface WireFigures {
  /** The longest time that the main thread did not come to a 10 ms timer, in milliseconds. */
  readonly stall: number;
  readonly framesPerSecond: number;
  readonly lanes: number;
  readonly events: number;
}

declare global {
  /** Takes `batches` batches from the server, one each `interval` milliseconds, while the wire view shows them. */
  var watchWire: ((batches: number, interval: number) => Promise<WireFigures>) | undefined;
}
