/** `countersign version`, and the version for everyone else. */

import { readFileSync } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import { print, printJson } from './output.ts';

/** The version in package.json, whether this runs from src/ or from dist/. */
export const packageVersion = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

export const versionCommand = () =>
  new Command('version')
    .summary('print the version')
    .description('Prints the version. See "countersign doctor" for those of the tools.')
    .option('--json', 'print JSON')
    .action(({ json }) => {
      const version = packageVersion();
      return json ? printJson({ schema: 'countersign/version@1', version }) : print(`${version}\n`);
    });
