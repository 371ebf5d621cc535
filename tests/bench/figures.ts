/** The middle of the sorted numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** One line of the table that `npm run bench` prints. */
export function print(what: string, figure: string, note = ''): void {
  console.log(`${what.padEnd(62)} ${figure.padStart(14)}  ${note}`);
}

export const milliseconds = (value: number) => `${Math.round(value).toLocaleString('en')} ms`;
