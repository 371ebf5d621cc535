import { codedError, invalidArgType } from '../net/coded-error.ts';

interface CallSite {
  functionName: string;
  scriptId: string;
  scriptName: string;
  lineNumber: number;
  columnNumber: number;
  column: number;
}

const FRAME = /^\s*at (?:(?:async )?(.*?) \()?(.*?):(\d+):(\d+)\)?$/;

/**
 * Where this call comes from, nearest first, read out of a stack's text.
 *
 * @see https://nodejs.org/api/util.html#utilgetcallsitesframecount-options
 */
export function getCallSites(frames: unknown = 10): CallSite[] {
  if (typeof frames !== 'number') throw invalidArgType('frameCount', 'of type number', frames);
  if (!(frames >= 1 && frames <= 200)) {
    throw codedError(
      RangeError,
      'ERR_OUT_OF_RANGE',
      `The value of "frameCount" is out of range. It must be >= 1 && <= 200. Received ${frames}`,
    );
  }
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = frames + 1;
  const { stack = '' } = new Error('here');
  Error.stackTraceLimit = stackTraceLimit;
  return stack
    .split('\n')
    .slice(2)
    .flatMap((line) => {
      const [, functionName = '', scriptName, lineNumber, column] = FRAME.exec(line) ?? [];
      if (scriptName === undefined) return [];
      const at = { lineNumber: Number(lineNumber), columnNumber: Number(column), column: Number(column) };
      return [{ functionName, scriptId: '0', scriptName, ...at }];
    })
    .slice(0, frames);
}
