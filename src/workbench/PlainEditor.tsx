import { useEffect, useRef } from 'preact/hooks';
import { offsetOf, type Position } from './positions.ts';

interface Props {
  readonly name: string;
  readonly text: string;
  readonly jump: Position | null;
  readonly onInput: (text: string) => void;
}

/** The browser's own text field: for touch screens, and for whoever prefers it. Tab moves on. */
export function PlainEditor({ name, text, jump, onInput }: Props) {
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
      spellcheck={false}
      autocapitalize="off"
      autocomplete="off"
      wrap="off"
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  );
}
