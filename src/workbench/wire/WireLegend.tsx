import type { ComponentChildren } from 'preact';

interface SignProps {
  readonly colour: string;
  readonly children: ComponentChildren;
}

function Sign({ colour, children }: SignProps) {
  return (
    <svg
      viewBox="0 0 22 14"
      width="22"
      height="14"
      aria-hidden="true"
      fill="none"
      stroke={`var(--${colour})`}
      stroke-width="2"
    >
      {children}
    </svg>
  );
}

const rail = <path d="M0 7H22" stroke="var(--signal)" />;

/** Every sign of the picture with its meaning, in the order in which a stream meets them. */
const signs: readonly { readonly words: string; readonly colour: string; readonly shape: ComponentChildren }[] = [
  { words: 'asked, no answer yet', colour: 'signal', shape: <path d="M0 7H22" stroke-dasharray="1 3" /> },
  { words: 'connected', colour: 'signal', shape: <circle cx="11" cy="7" r="4" fill="var(--panel)" /> },
  { words: 'event, coloured by type', colour: 'blue', shape: <circle cx="11" cy="7" r="4" fill="var(--blue)" /> },
  { words: 'replayed', colour: 'blue', shape: <circle cx="11" cy="7" r="4" fill="var(--panel)" /> },
  { words: 'had before', colour: 'blue', shape: <circle cx="11" cy="7" r="4" fill="var(--warn)" /> },
  { words: 'comment', colour: 'faint', shape: <path d="M11 1V13" /> },
  { words: 'retry', colour: 'warn', shape: <path d="M11 2 16 7 11 12 6 7z" fill="var(--warn)" stroke="none" /> },
  { words: 'held by the edge', colour: 'warn', shape: <path d="M3 5V12H19V1" /> },
  { words: 'FIN', colour: 'bad', shape: <path d="M8 2 14 7 8 12" /> },
  { words: 'RST', colour: 'bad', shape: <path d="M6 2 16 12M16 2 6 12" /> },
  { words: 'timeout', colour: 'bad', shape: <path d="M11 4V7H14M16 7A5 5 0 1 1 6 7 5 5 0 0 1 16 7" /> },
  { words: 'ended by the server', colour: 'bad', shape: <path d="M11 2V12" /> },
  { words: 'closed by the client', colour: 'soft', shape: <path d="M7 3H15V11H7z" fill="var(--panel)" /> },
  { words: 'refused, or no stream', colour: 'bad', shape: <path d="M7 3H15M11 3V12" /> },
  { words: 'waits to come back', colour: 'warn', shape: <path d="M0 7H22" stroke-dasharray="2 4" /> },
  { words: 'silent, not closed', colour: 'faint', shape: <path d="M0 7H22" stroke-dasharray="6 5" /> },
];

/** What the signs of the picture mean. */
export function WireLegend() {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <ul class="wire-legend" aria-label="What the signs mean" tabIndex={0}>
      {signs.map(({ words, colour, shape }) => (
        <li key={words}>
          <Sign colour={colour}>
            {colour === 'blue' ? rail : null}
            {shape}
          </Sign>
          {words}
        </li>
      ))}
    </ul>
  );
}
