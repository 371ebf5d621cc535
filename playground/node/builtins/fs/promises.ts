import { constants } from './flags.ts';
import { operations } from './operations.ts';
import { promiseStyle } from './styles.ts';

const inPromises = Object.fromEntries(
  Object.entries(operations).map(([name, operation]) => [
    name,
    promiseStyle<unknown[], unknown>(name, operation as never),
  ]),
);

/** @see https://nodejs.org/api/fs.html#promises-api */
export default { ...inPromises, constants };
