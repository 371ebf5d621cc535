import { headOf, LOCATION, type PositionMap } from './frame.ts';
import { shownFrames } from './limit.ts';

/** @see https://v8.dev/docs/stack-trace-api */
export function installV8Traces(map: PositionMap): void {
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.map((frame) => describe(String(frame), map)).filter((line) => line !== null);
    return [headOf(error), ...lines.slice(0, shownFrames())].join('\n');
  };
}

function describe(frame: string, map: PositionMap): string | null {
  const match = LOCATION.exec(frame);
  if (!match)
    return /\(<anonymous>\)$/.test(frame) && !/^(eval|.*Generator\.next|next) /.test(frame) ? `    at ${frame}` : null;
  const [location, url = '', line, column] = match;
  const place = map(url, Number(line), Number(column));
  const named = frame.replace(location, `${url}:${place.line}:${place.column}`);
  // Modules are compiled by `eval`, which V8 then gives as the name of functions that have none.
  return `    at ${named.replace(/^eval \((.*)\)$/, '$1').replace(/^(.*)\.eval \(/, '$1.<anonymous> (')}`;
}
