/** The message of a failed check in its parts, as `describeFailure` of the checks puts it together. */
export type MessagePart =
  /** What was expected, what was seen, what is likely, in this order; each may have several lines. */
  | { readonly type: 'finding'; readonly entries: readonly (readonly [term: string, text: string])[] }
  /** What was on the wire, or printed, line by line. */
  | { readonly type: 'evidence'; readonly title: string; readonly lines: readonly string[] }
  | { readonly type: 'text'; readonly text: string };

const FINDING = /^(Expected|Seen|Likely): /m;
const EVIDENCE = /^(.+):\n((?: {2}.*(?:\n|$))+)$/;

/** Takes a message apart. What has another form, as the reason why a check was skipped, stays text. */
export function readMessage(message: string): MessagePart[] {
  return message.split(/\n\n(?! )/).map((part): MessagePart => {
    const [, title, lines] = EVIDENCE.exec(part) ?? [];
    if (title !== undefined && lines !== undefined) {
      return { type: 'evidence', title, lines: lines.split('\n').map((line) => line.slice(2)) };
    }
    if (!FINDING.test(part.slice(0, 10))) return { type: 'text', text: part };
    const words = part.split(FINDING).slice(1);
    return { type: 'finding', entries: pairs(words.map((word) => word.trimEnd())) };
  });
}

function pairs(words: readonly string[]): (readonly [string, string])[] {
  return words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? ''] as const] : []));
}
