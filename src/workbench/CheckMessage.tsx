import { type MessagePart, readMessage } from './check-message.ts';

/** Text with `code` in backquotes, as check messages and hints are written. */
export function Prose({ text }: { readonly text: string }) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part));
}

function Part({ part }: { readonly part: MessagePart }) {
  switch (part.type) {
    case 'finding':
      return (
        <dl class="check-finding">
          {part.entries.map(([term, text]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>
                <Prose text={text} />
              </dd>
            </div>
          ))}
        </dl>
      );
    case 'evidence':
      return (
        <figure class="check-evidence">
          <figcaption>{part.title}</figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
          <pre tabIndex={0}>{part.lines.join('\n')}</pre>
        </figure>
      );
    case 'text':
      return (
        <p class="check-message">
          <Prose text={part.text} />
        </p>
      );
  }
}

/** Why a check failed: the finding, then what was on the wire, byte by byte. */
export function CheckMessage({ message }: { readonly message: string }) {
  return readMessage(message).map((part, index) => <Part key={index} part={part} />);
}
