import { useSignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { Bench } from './bench.ts';
import { CommandHistory } from './command-history.ts';

/** A line to type commands, which run beside the servers, and those that still run. */
export function ConsoleLine({ bench }: { readonly bench: Bench }) {
  const text = useSignal('');
  const [history] = useState(() => CommandHistory.restored());
  const commands = bench.commands.value;

  const submit = () => {
    const line = text.value.trim();
    if (line === '') return;
    history.add(line);
    history.keep();
    text.value = '';
    if (line === 'clear') bench.clearLog();
    else void bench.execute(line);
  };

  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLInputElement }) => {
    const { selectionStart, selectionEnd } = event.currentTarget;
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const shown = event.key === 'ArrowUp' ? history.back(text.value) : history.forward();
      event.preventDefault();
      if (shown !== null) text.value = shown;
      return;
    }
    // With a selection it copies, as everywhere.
    if (!event.ctrlKey || event.shiftKey || event.key.toLowerCase() !== 'c' || selectionStart !== selectionEnd) return;
    event.preventDefault();
    if (text.value !== '') text.value = '';
    else void commands.at(-1)?.kill();
  };

  return (
    <form
      class="console"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {commands.length > 0 && (
        <ul class="console-commands" aria-label="Commands that run">
          {commands.map((command) => (
            <li key={command.id}>
              <code>{command.line}</code>
              <button
                type="button"
                class="link-button"
                aria-label={`Stop ${command.line}`}
                onClick={() => command.kill()}
              >
                Stop
              </button>
            </li>
          ))}
        </ul>
      )}
      <label class="console-line">
        <span aria-hidden="true">$</span>
        <input
          type="text"
          class="console-input"
          aria-label="Command. Up and Down bring earlier ones, Ctrl+C stops the last one that runs."
          placeholder="curl -N localhost:3000/events, node file.ts"
          autocapitalize="off"
          autocomplete="off"
          autocorrect="off"
          spellcheck={false}
          enterkeyhint="go"
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
          onKeyDown={onKeyDown}
        />
      </label>
    </form>
  );
}
