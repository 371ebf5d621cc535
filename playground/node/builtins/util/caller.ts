import { topPlace } from '../../stack-traces/frame.ts';

/** Whether the nearest frame of the program is in a package: its author is warned about deprecations, not its user. */
export function calledFromPackage(): boolean {
  const place = topPlace(new Error().stack ?? '');
  return place?.url.includes('/node_modules/') ?? false;
}
