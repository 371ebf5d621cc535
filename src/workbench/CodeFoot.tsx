import { codeSize, growCode } from './code-size.ts';
import { keyNames } from './keys.ts';

/** Makes all code on the page smaller or larger. */
export function CodeSizeButtons() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons, not form fields
    <span class="code-size" role="group" aria-label={`Size of code, ${codeSize.value} pixels`}>
      <button type="button" aria-label="Smaller code" onClick={() => growCode(-1)}>
        A−
      </button>
      <button type="button" aria-label="Larger code" onClick={() => growCode(1)}>
        A+
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
