import * as descriptors from './fs/descriptors.ts';
import { constants } from './fs/flags.ts';
import { operations } from './fs/operations.ts';
import promises from './fs/promises.ts';
import { BigIntStats, Dirent, Stats } from './fs/stats.ts';
import { callbackStyle, syncStyle } from './fs/styles.ts';
import { exists } from './fs/tree.ts';

const { close, fstat, ftruncate, open } = descriptors;
const inBoth = Object.entries({ ...operations, close, fstat, ftruncate, open }).flatMap(([name, operation]) => [
  [name, callbackStyle<unknown[], unknown>(name, operation as never)],
  [`${name}Sync`, syncStyle<unknown[], unknown>(name, operation as never)],
]);

/** @see https://nodejs.org/api/fs.html */
export default {
  ...Object.fromEntries(inBoth),
  BigIntStats,
  constants,
  Dirent,
  existsSync: (path: unknown) => exists(path)(),
  promises,
  Stats,
};
