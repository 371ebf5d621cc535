import type { Percentiles } from './histogram.ts';
import type { SwarmFigures } from './swarm.ts';

const number = new Intl.NumberFormat('en');

/** One line while it runs. */
export function progressLine({ at, open, clients, events, lost, duplicated }: SwarmFigures): string {
  const seconds = `${Math.round(at / 1000)} s`.padStart(6);
  const counts = `${number.format(open)} of ${number.format(clients)} open, ${number.format(events)} events`;
  return `${seconds}  ${counts}, ${number.format(lost)} lost, ${number.format(duplicated)} duplicated`;
}

function percentiles(value: Percentiles | null): string {
  if (value === null) return 'not measured';
  const { p50, p90, p99, max } = value;
  return `p50 ${p50} ms, p90 ${p90} ms, p99 ${p99} ms, most ${max} ms`;
}

function reasons(counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts).map(([why, count]) => `${number.format(count)} × ${why}`);
  return words.length === 0 ? 'none' : words.join(', ');
}

const kilobytes = (bytes: number) => `${number.format(Math.round(bytes / 1024))} KB`;

/** The table at the end. */
export function summaryTable(figures: SwarmFigures): string {
  const { memory } = figures;
  const rows: readonly (readonly [string, string])[] = [
    ['clients', `${number.format(figures.clients)}, ${number.format(figures.open)} open at the end`],
    ['events', number.format(figures.events)],
    ['lost', number.format(figures.lost)],
    ['duplicated', number.format(figures.duplicated)],
    ['reordered', number.format(figures.reordered)],
    ['behind', `${number.format(figures.behind)} clients`],
    ['latency', percentiles(figures.latency)],
    ['first byte', percentiles(figures.firstByte)],
    ['reconnects', number.format(figures.reconnects)],
    ['connects', `at most ${number.format(figures.connectPeak)} in 100 ms`],
    ['streams that ended', reasons(figures.drops)],
    ['clients that gave up', reasons(figures.gaveUp)],
    [
      'server memory',
      memory === null
        ? 'not measured'
        : `${kilobytes(memory.before)} before, ${kilobytes(memory.most)} with most open: ${kilobytes(memory.perConnection)} a connection`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}
