import { build } from '../playground/cli/build.ts';

/** What the browser tests open is the production build of the sources as they are now. */
export default async function setup(): Promise<void> {
  await build();
}
