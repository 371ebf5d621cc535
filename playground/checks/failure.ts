/** What a check says when an answer is wrong. Thrown by `expect` and by the tools; the runner adds what was on the wire. */
export interface Finding {
  /** What a good answer does, as the end of “Expected: …”. */
  readonly expected: string;
  /** What this one did instead. */
  readonly seen: string;
  /** The mistake that most often looks like this. */
  readonly likely?: string | undefined;
}

export class CheckFailure extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(`${finding.expected}: ${finding.seen}`);
    this.name = 'CheckFailure';
    this.finding = finding;
  }
}

/** A titled list of lines below the finding: the wire, what a process printed. */
export interface Evidence {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The text of a failed check, for people: finding first, evidence after. */
export function describeFailure(error: unknown, evidence: readonly Evidence[]): string {
  const parts = [findingText(error)];
  for (const { title, lines } of evidence) {
    if (lines.length > 0) parts.push([`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n'));
  }
  return parts.join('\n\n');
}

function findingText(error: unknown): string {
  if (error instanceof CheckFailure) {
    const { expected, seen, likely } = error.finding;
    const lines = [`Expected: ${expected}`, `Seen: ${seen}`];
    if (likely !== undefined) lines.push(`Likely: ${likely}`);
    return lines.join('\n');
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `The check itself failed, which is a fault of the exercise, not of your answer.\n${text}`;
}
