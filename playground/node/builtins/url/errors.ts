import { type CodedError, codedError } from '../net/coded-error.ts';

/** As the URL parser throws it: the text that is no URL, and what it was relative to, are its properties. */
export function invalidUrl(input: string, base?: string): CodedError<TypeError> {
  const error = codedError(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
  return Object.assign(error, { input, ...(base === undefined ? {} : { base }) });
}
