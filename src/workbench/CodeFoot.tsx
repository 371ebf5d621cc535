import { codeSize, growCode } from './code-size.ts';
import { keyNames } from './keys.ts';

/** Makes all code on the page smaller or larger. */
export function CodeSizeButtons() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons, not form fields
    <span class="code-size" role="group" aria-label={`Size of code, ${codeSize.value} pixels`}>
      <button type="button" class="code-smaller" title="Smaller code" onClick={() => growCode(-1)}>
        <span class="visually-hidden">Smaller code</span>
      </button>
      <button type="button" class="code-larger" title="Larger code" onClick={() => growCode(1)}>
        <span class="visually-hidden">Larger code</span>
      </button>
    </span>
  );
}

/** What the editor's keys do that nobody would guess. */
export function EditorKeys() {
  const tabMode = keyNames('tab-mode');
  return (
    <span class="code-foot-keys">
      <kbd>Esc</kbd> <kbd>Tab</kbd> leaves the editor, {tabMode.map((key) => [<kbd key={key}>{key}</kbd>, ' '])} lets
      every Tab do so, <kbd>F1</kbd> lists all commands
    </span>
  );
}
