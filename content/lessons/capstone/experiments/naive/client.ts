import type { State } from './watchers.ts';

export interface Report {
  states: State[];
  accepted: number;
  refused: number;
  lost: number;
  twice: number;
}

/** What the watchers say of themselves, four times a second. */
export function follow(onReport: (report: Report) => void): void {
  const source = new EventSource('/report');
  source.onmessage = ({ data }) => onReport(JSON.parse(data));
}
