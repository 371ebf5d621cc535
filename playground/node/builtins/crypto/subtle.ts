import { bindContext } from '../../async-context.ts';
import { queueEvent } from '../../event-loop.ts';
import { acquire } from '../../liveness.ts';

type Method = (this: SubtleCrypto, ...args: unknown[]) => Promise<unknown>;

/** The browser computes elsewhere. The process waits for it, and hears of it as of all that comes from outside. */
function followed(method: Method): Method {
  return function (...args) {
    const life = acquire();
    return new Promise((resolve, reject) => {
      const settle = (settled: () => void) =>
        queueEvent(
          bindContext(() => {
            life.release();
            settled();
          }),
        );
      method.apply(this, args).then(
        (result) => settle(() => resolve(result)),
        (error: unknown) => settle(() => reject(error)),
      );
    });
  };
}

/** Makes `crypto.subtle` keep the process alive while it works. It exists in secure contexts alone. */
export function followSubtle(): void {
  const prototype: object | undefined = globalThis.SubtleCrypto?.prototype;
  if (!prototype) return;
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const method: unknown = descriptor.value;
    if (name === 'constructor' || typeof method !== 'function') continue;
    const value = followed(method as Method);
    Object.defineProperty(value, 'name', { value: name });
    Object.defineProperty(value, 'length', { value: method.length });
    Object.defineProperty(prototype, name, { ...descriptor, value });
  }
}
