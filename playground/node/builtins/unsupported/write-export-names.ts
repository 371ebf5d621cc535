/**
 * Writes `export-names.json`, from the Node that runs it:
 *
 *     node --no-warnings playground/node/builtins/unsupported/write-export-names.ts
 *
 * @see tests/unit/node/unsupported.test.ts, which compares the file with the running Node.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describeExports } from './describe-exports.ts';
import { DESCRIBED_MODULES } from './described-modules.ts';

const require = createRequire(import.meta.url);
const shapes = Object.fromEntries(DESCRIBED_MODULES.map((name) => [name, describeExports(require(name))]));
writeFileSync(new URL('export-names.json', import.meta.url), `${JSON.stringify(shapes)}\n`);
