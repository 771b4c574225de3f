/** The command line with all that it needs in few files, which start several times as fast as many. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The folders of the packages that went into it. */
const packagesOf = (files: readonly string[]): string[] => [
  ...new Set(files.flatMap((file) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? [])),
];

const licenceOf = (folder: string): string => {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8') : ''}`;
};

/** Writes `main.js`, what it loads and the licences of what is in it into a folder that lies two below the project's, as `src/cli` does. */
export const bundle = async (folder: string): Promise<void> => {
  const { output } = await build({
    cwd: root,
    input: { main: 'src/cli/main.ts' },
    platform: 'node',
    logLevel: 'warn',
    output: { dir: folder, chunkFileNames: '[name]-[hash].js' },
  });
  const files = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  writeFileSync(join(folder, 'LICENSES.txt'), packagesOf(files).sort().map(licenceOf).join('\n---\n\n'));
};

const [folder] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) await bundle(folder);
