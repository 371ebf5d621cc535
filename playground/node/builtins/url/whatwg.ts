import { codedError } from '../net/coded-error.ts';
import { invalidUrl } from './errors.ts';

const NativeURL = globalThis.URL;

/** Not asked by making it throw: each error at the start of a process costs Chromium a second look at the whole script. */
const isNodes = 'process' in globalThis;

/** The browser's `URL`, whose error has Node's words and code. On Node itself it is what it was. */
function withNodeErrors(): typeof NativeURL {
  if (isNodes) return NativeURL;
  const wrapped = new Proxy(NativeURL, {
    apply: () => {
      throw new TypeError("Class constructor URL cannot be invoked without 'new'");
    },
    construct(target, args: unknown[], newTarget) {
      if (args.length === 0) throw missingUrl();
      try {
        return Reflect.construct(target, args, newTarget);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        const [url, base] = args.map(String);
        throw invalidUrl(url ?? '', base);
      }
    },
  });
  Object.defineProperty(NativeURL.prototype, 'constructor', { value: wrapped, writable: true, configurable: true });
  Object.defineProperty(globalThis, 'URL', { value: wrapped, writable: true, configurable: true });
  return wrapped;
}

const missingUrl = () => codedError(TypeError, 'ERR_MISSING_ARGS', 'The "url" argument must be specified');

export const URL = withNodeErrors();
