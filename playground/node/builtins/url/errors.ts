import { codedError } from '../net/coded-error.ts';

interface InvalidUrl extends TypeError {
  code: string;
  input: string;
  base?: string;
}

/** As the URL parser throws it: the text that is no URL, and what it was relative to, are its properties. */
export function invalidUrl(input: string, base?: string): InvalidUrl {
  const error = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input });
  return base === undefined ? error : Object.assign(error, { base });
}

/** As the legacy parser throws it: with its code in its name. */
export function invalidLegacyUrl(input: string): InvalidUrl {
  return Object.assign(codedError(TypeError, 'ERR_INVALID_URL', 'Invalid URL'), { input });
}
