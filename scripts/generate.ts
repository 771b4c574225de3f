/** Writes what is generated from the registry; a test fails where it is stale. Run with `npm run generate`. */

import { writeFile } from 'node:fs/promises';
import { kindsJson } from '../src/harness/kinds.ts';

await writeFile(
  new URL('../python/src/countersign/kinds.json', import.meta.url),
  `${JSON.stringify(kindsJson(), undefined, 2)}\n`,
);
