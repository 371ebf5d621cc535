import { laterPromise } from './styles.ts';
import { mkdtemp, rm } from './tree.ts';

interface TemporaryFolder {
  readonly path: string | Buffer;
  remove(): unknown;
}

const removal = (path: string | Buffer) => rm(path, { recursive: true, force: true });

/** A folder that is removed at the end of a block with `using`. */
export function mkdtempDisposableSync(prefix: unknown, options?: unknown): TemporaryFolder & Disposable {
  const path = mkdtemp(prefix, options)();
  const remove = removal(path);
  return { path, remove, [Symbol.dispose]: remove };
}

export function mkdtempDisposable(prefix: unknown, options?: unknown): () => TemporaryFolder & AsyncDisposable {
  const make = mkdtemp(prefix, options);
  return () => {
    const path = make();
    const remove = () => laterPromise(removal(path));
    return { path, remove, [Symbol.asyncDispose]: remove };
  };
}
