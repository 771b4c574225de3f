/** Writes what is generated from the registry; a test fails where it is stale. Run with `npm run generate`. */

import { readFile, writeFile } from 'node:fs/promises';
import { generatedFiles } from '../src/report/docs.ts';

const at = (path: string): URL => new URL(`../${path}`, import.meta.url);

for (const [path, text] of Object.entries(generatedFiles(await readFile(at('README.md'), 'utf8')))) {
  await writeFile(at(path), text);
}
