/** What a lesson wants its reader to see first. All of it can be changed by the reader. */
export interface WireFocus {
  /** Only clients of this path, or whatever has this text in it. */
  readonly path?: string;
  /** How many seconds are in sight. */
  readonly seconds?: number;
  /** What is left out: `comment`, `retry`, `event tick` for events of type `tick`. */
  readonly hide?: readonly string[];
  /** Whether the table shows below the picture. It does unless this is false. */
  readonly table?: boolean;
}
