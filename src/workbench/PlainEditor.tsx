import { useEffect, useRef } from 'preact/hooks';
import { announce } from './announce.ts';
import type { Coding } from './coding.ts';
import { offsetOf, type Position, positionOf } from './positions.ts';

interface Props {
  readonly name: string;
  readonly text: string;
  readonly readOnly: boolean;
  readonly jump: Position | null;
  readonly coding: Coding;
  readonly onGoTo: (position: Position) => void;
  readonly onInput: (text: string) => void;
}

/** The editor's own keys for what TypeScript does with a place in a file. */
async function perform(key: string, { coding, onGoTo }: Pick<Props, 'coding' | 'onGoTo'>, at: Position): Promise<void> {
  const [models, refactor] = await Promise.all([coding.load(), import('./refactor.ts')]);
  if (key === 'F12') {
    const declared = await refactor.definitionOf(models, at);
    if (declared) onGoTo(declared);
    else announce('Declared in none of these files');
  }
  if (key === 'F2') {
    const name = await refactor.nameAt(models, at);
    const chosen = name === null ? null : prompt(`Rename ${name} in all files to`, name);
    if (name === null) announce('Nothing here can be renamed');
    else if (chosen) announce(`Renamed ${await refactor.rename(models, at, chosen)} times`);
  }
  if (key === 'F8') {
    const problems = coding.problems.peek() ?? [];
    const after = problems.find(({ file, line, column }) => {
      return file === at.file && (line > at.line || (line === at.line && column > at.column));
    });
    const next = after ?? problems.find(({ file }) => file !== at.file) ?? problems[0];
    if (next) onGoTo(next);
    announce(next ? next.message : 'No problems');
  }
}

/** The browser's own text field: for touch screens, and for whoever prefers it. Tab moves on. */
export function PlainEditor({ name, text, readOnly, jump, coding, onGoTo, onInput }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = field.current;
    if (!element || jump?.file !== name) return;
    const offset = offsetOf(element.value, jump);
    element.focus();
    element.setSelectionRange(offset, offset);
    element.scrollTop = (jump.line - 4) * Number.parseFloat(getComputedStyle(element).lineHeight);
  }, [jump, name]);
  return (
    <textarea
      ref={field}
      class="plain-editor"
      aria-label={name}
      value={text}
      readOnly={readOnly}
      spellcheck={false}
      autocapitalize="off"
      autocomplete="off"
      wrap="off"
      onInput={(event) => onInput(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (!['F2', 'F8', 'F12'].includes(event.key) || event.shiftKey || event.ctrlKey || event.altKey) return;
        event.preventDefault();
        const at = positionOf(name, event.currentTarget.value, event.currentTarget.selectionStart);
        perform(event.key, { coding, onGoTo }, at).catch(() => announce('The code of the editor could not be loaded'));
      }}
    />
  );
}
