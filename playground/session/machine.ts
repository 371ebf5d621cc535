import {
  configureAPIKey,
  type FileSystemAPI,
  type FileSystemTree,
  type PortListener,
  type SpawnOptions,
  type Unsubscribe,
  WebContainer,
  type WebContainerProcess,
} from '@webcontainer/api';

/** Where the page's machine comes from. */
export interface Place {
  readonly runtimeOrigin: string;
  /** Set for StackBlitz's runtime only. */
  readonly apiKey: string | null;
}

/** What the session asks of a `WebContainer`: every host answers this much. */
export interface Machine {
  readonly workdir: string;
  readonly fs: Pick<FileSystemAPI, 'rm' | 'writeFile'> & {
    mkdir(path: string, options: { recursive: true }): Promise<string>;
  };
  mount(tree: FileSystemTree): Promise<void>;
  spawn(command: string, args: string[], options: SpawnOptions): Promise<WebContainerProcess>;
  on(event: 'port', listener: PortListener): Unsubscribe;
}

export type BootMachine = (place: Place) => Promise<Machine>;

/**
 * Boots the page's one machine. Never settles when nothing answers at the place, and then no later call in the same page
 * does either.
 *
 * @see https://webcontainers.io/api
 */
export async function bootWebContainer({ runtimeOrigin, apiKey }: Place): Promise<Machine> {
  Object.assign(globalThis, { WEBCONTAINER_API_IFRAME_URL: runtimeOrigin });
  if (apiKey !== null) configureAPIKey(apiKey);
  return WebContainer.boot({
    workdirName: 'course',
    ...(globalThis.crossOriginIsolated && { coep: 'require-corp' }),
  });
}
