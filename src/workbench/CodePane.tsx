import type { Signal } from '@preact/signals';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Coding } from './coding.ts';
import { MonacoEditor } from './MonacoEditor.tsx';
import { PlainEditor } from './PlainEditor.tsx';
import type { Position } from './positions.ts';
import { StaticCode } from './StaticCode.tsx';
import type { SourceFile } from './source-file.ts';

export type EditorKind = 'rich' | 'plain';

interface Props {
  readonly coding: Coding;
  readonly files: readonly SourceFile[];
  readonly active: string;
  readonly kind: EditorKind;
  /** Where the reader wants to go: a click in the output, say. */
  readonly jump: Signal<Position | null>;
  /** The reader follows a name, perhaps into another file. */
  readonly onGoTo: (position: Position) => void;
}

type Rich = 'static' | 'loading' | 'ready' | 'failed';

/** One file's code: highlighted text at first, an editor in its place from the first wish to edit. */
export function CodePane({ coding, files, active, kind, jump, onGoTo }: Props) {
  const [rich, setRich] = useState<Rich>('static');
  const onReady = useCallback(() => setRich('ready'), []);
  const onFailure = useCallback(() => setRich('failed'), []);
  const { documents } = coding;
  const text = documents.texts.value[active] ?? '';
  const original = files.find((file) => file.name === active);
  const readOnly = original?.readOnly ?? false;
  const target = jump.value;

  useEffect(() => {
    if (target && rich === 'static') setRich('loading');
  }, [target, rich]);

  if (kind === 'plain' || rich === 'failed') {
    return (
      <PlainEditor
        name={active}
        text={text}
        readOnly={readOnly}
        jump={target}
        coding={coding}
        onGoTo={onGoTo}
        onInput={(value) => documents.edit(active, value)}
      />
    );
  }
  const edit = (at: Position | null) => {
    if (at) jump.value = at;
    if (rich === 'static') setRich('loading');
  };
  return (
    <div class="code-pane" data-editor={rich}>
      {rich !== 'ready' && (
        <StaticCode
          key={active}
          name={active}
          text={text}
          original={original}
          onEdit={edit}
          onIntent={() => void import('./monaco.ts').catch(() => {})}
        />
      )}
      {rich !== 'static' && (
        <MonacoEditor
          workspace={coding.workspace}
          name={active}
          readOnly={readOnly}
          jump={target}
          load={coding.load}
          onGoTo={onGoTo}
          onReady={onReady}
          onFailure={onFailure}
        />
      )}
    </div>
  );
}
