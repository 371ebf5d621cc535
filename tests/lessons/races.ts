/**
 * Answers that leave something to chance, by exercise: processes race, and what streams carry is another each time; or a
 * consistent hash goes by the names of servers, whose ports are drawn. What was expected of them is not left to chance.
 */
const RACES: Readonly<Record<string, readonly string[]>> = {
  proxies: ['mutants/spread--hash-of-the-address'],
  capstone: [
    'starter',
    'mutants/resume--header-ignored',
    'mutants/swarm--dollar',
    'mutants/swarm--no-next-upstream',
    'mutants/swarm--no-replay',
  ],
};

/** Each system closes the connections of a killed process in an order of its own, and so the edge hears of them. */
const CLOSED_IN_ANY_ORDER: Readonly<Record<string, readonly string[]>> = {
  proxies: ['mutants/spread--no-next-upstream'],
  capstone: ['mutants/deploy--no-handler'],
};

/** Lines that the edge prints. */
const EDGE_LINES = /(?:^ +(?:\d{4}\/\d\d\/\d\d |127\.0\.0\.1 - - ).*(?:\n|$))+/gm;

/** What an answer is told, without what is left to chance. */
export function toldEachTime(exercise: string, answer: string, message: string): string {
  if (CLOSED_IN_ANY_ORDER[exercise]?.includes(answer)) {
    return message.replace(EDGE_LINES, (lines) => lines.split('\n').toSorted().join('\n'));
  }
  if (!RACES[exercise]?.includes(answer)) return message;
  return message
    .split('\n')
    .filter((line) => /^(?:Expected|Likely): /.test(line))
    .join('\n');
}
