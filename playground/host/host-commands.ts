import type { Previews } from './gateway/previews.ts';

export interface CommandResult {
  readonly output: string;
  readonly code: number;
}

/**
 * Commands that the host itself answers to `spawn`, on no process: its controls, within an API that has none for them.
 * A host that does not know them says so with exit code 127.
 */
export const HOST_COMMANDS: Readonly<
  Record<string, ((previews: Previews, args: readonly string[]) => CommandResult) | undefined>
> = {
  /** `preview-protocol [h1|h2]`: how many requests previews may have under way to one port, 6 or 100. */
  'preview-protocol'(previews, args) {
    const [protocol] = args;
    if (protocol === 'h1' || protocol === 'h2') previews.protocol = protocol;
    else if (args.length > 0) return { output: 'Usage: preview-protocol [h1|h2]\n', code: 2 };
    return { output: `${previews.protocol}\n`, code: 0 };
  },
};
