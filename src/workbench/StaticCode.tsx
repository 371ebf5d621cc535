import type { Position } from './positions.ts';
import type { SourceFile } from './source-file.ts';

interface Props {
  readonly name: string;
  readonly text: string;
  /** The file as it came with the page; lines that are still the same keep their colours. */
  readonly original: SourceFile | undefined;
  /** The reader wants to edit, at the place that was clicked. */
  readonly onEdit: (at: Position | null) => void;
  /** The reader may soon want to edit. */
  readonly onIntent: () => void;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function plainLine(line: string): string {
  return `<span class="line">${line.replace(/[&<>]/g, (character) => escapes[character] ?? character)}</span>`;
}

/** The text as highlighted lines, as far as they are lines of `original`. */
export function colouredLines(text: string, original: SourceFile | undefined): string {
  if (text === original?.text) return original.html;
  const html = original?.html.split('\n') ?? [];
  const known = new Map(original?.text.split('\n').map((line, index) => [line, html[index]]));
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => known.get(line) ?? plainLine(line))
    .join('\n');
}

/** The place in the text under a pointer; null when the browser cannot say. */
function positionAt(file: string, event: MouseEvent): Position | null {
  const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const element = caret?.offsetNode instanceof Element ? caret.offsetNode : caret?.offsetNode.parentElement;
  const line = element?.closest('.line');
  if (!caret || !line?.parentElement) return null;
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(caret.offsetNode, caret.offset);
  const lines = [...line.parentElement.querySelectorAll('.line')];
  return { file, line: lines.indexOf(line) + 1, column: before.toString().length + 1 };
}

/** What stands in for the editor until somebody wants to edit: the same text at the same place. */
export function StaticCode({ name, text, original, onEdit, onIntent }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of lines, not a set of form fields
    <div
      class="static-code"
      role="group"
      aria-label={`${name}. Press Enter to edit.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and Enter opens the editor
      tabIndex={0}
      onPointerEnter={onIntent}
      onFocus={onIntent}
      onClick={(event) => {
        if (getSelection()?.isCollapsed !== false) onEdit(positionAt(name, event));
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
          event.preventDefault();
          onEdit({ file: name, line: 1, column: 1 });
        }
      }}
    >
      {/* Made by Shiki at build time, or escaped above. */}
      <pre dangerouslySetInnerHTML={{ __html: colouredLines(text, original) }} />
    </div>
  );
}
