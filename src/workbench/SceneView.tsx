import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Scene } from '../../playground/checks/scene.ts';
import type { RunState } from '../../playground/session/types.ts';
import { WireView } from './wire/WireView.tsx';
import { WireModel } from './wire/wire-model.ts';

const over = signal<RunState>({ status: 'stopped' });
const unchanging = signal(0);
const servers = new Map<number, string>();

/** Milliseconds that are shown of the shortest scene. */
const LEAST = 500;

/** What the streams of a failed check carried, in the check's own time: all of it in sight, to zoom into. */
export default function SceneView({ scene }: { readonly scene: Scene }) {
  const model = useMemo(() => {
    const played = new WireModel();
    for (const event of scene) played.append(event, event.at);
    return played;
  }, [scene]);
  const focus = useMemo(() => ({ seconds: Math.max(LEAST, model.lastAt * 1.05) / 1000, table: false }), [model]);
  return (
    <div class="scene">
      <WireView model={model} version={unchanging} run={over} servers={servers} focus={focus} empty="" />
    </div>
  );
}
