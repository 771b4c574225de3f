/** Writes what is generated from the registry; a test fails where it is stale. Run with `npm run generate`. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { packageRoot } from '../src/harness/environments.ts';
import { readVectors } from '../src/report/conformance.ts';
import { generatedFiles } from '../src/report/docs.ts';
import { readModels } from '../src/report/docsModels.ts';

const at = (path: string): URL => new URL(`../${path}`, import.meta.url);

await mkdir(at('docs/tools'), { recursive: true });
const files = generatedFiles(
  await readFile(at('README.md'), 'utf8'),
  await readVectors(packageRoot),
  await readModels(packageRoot),
);
for (const [path, text] of Object.entries(files)) await writeFile(at(path), text);
