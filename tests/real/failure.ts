import type { Check } from '../../playground/checks/check.ts';
import { CheckFailure } from '../../playground/checks/failure.ts';
import { nginxStation, type Rewrite } from './nginx-station.ts';

/** Why an answer, made up of folders, does not pass one of `checks` beside Debian's servers; null when it does. */
export async function failure(
  checks: readonly Check[],
  id: string,
  layers: readonly string[],
  rewrite?: Rewrite,
): Promise<string | null> {
  const check = checks.find((each) => each.id === id);
  if (check === undefined) throw new Error(`No check is called “${id}”.`);
  const { tools, stop } = await nginxStation(layers, rewrite);
  try {
    await check.run(tools);
    return null;
  } catch (error) {
    if (error instanceof CheckFailure) return error.message;
    throw error;
  } finally {
    await stop();
  }
}
